"""D26: every list that leaves the house, every column, 14 ways to begin a formula: none is ever run, no column is more
than was allowed, and nobody gets a row that their page does not show.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from unittest import mock

from django.db import DatabaseError, models, transaction
from django.test import Client
from openpyxl.cell import WriteOnlyCell

from accounts.actions import campaigns
from assurance import office, world
from assurance.export_kinds import Cell, Export, content_of, every_export, packed, records, rows_of
from assurance.figure import Figure
from assurance.surroundings import HOST
from desk.actions import records as actions
from desk.models import Disclosure
from desk.records import gathering
from registry import clock, spreadsheet, workbook
from registry.audit.models import Entry
from registry.classes import Class, every_model
from registry.people import powers
from registry.people.models import User
from registry.policy.rules import staff_of_report
from tests.cast import Cast, gather, sign_in
from tests.ground import undone
from tests.makers import make_account, make_request

PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "'=", '"=')
FORMULA = 'SUM(2,5)&"d26"'
MARK = "d26"
PARTS = ("stranger", "coach", "principal", "superintendent", "communications", "director", "sysadmin")
#: Texts that a page or a sign-in hangs on, and that nobody types.
NOT_TYPED = frozenset({"url", "key", "handle", "slug", "path", "email", "hosts", "patterns", "reserved", "text_hash"})


def main(*, full: bool) -> None:
    """Plant, take, read back; then the control: the same without the guards."""
    world.begin()
    district = District(gather())
    wrong, columns, met = [], 0, 0
    for prefix in PREFIXES:
        with undone():
            district.plant(prefix)
            for name, rows, allowed in district.taken():
                columns += len(allowed)
                met += sum(MARK in cell for row in rows for cell, _is_formula in row)
                wrong += [f"{prefix!r}: {said}" for said in faults(name, rows, allowed)]
    wrong += district.out_of_scope()
    wrong += [] if met else ["no list had anything of what was planted"]
    caught = district.without_guards()
    opened, opener = office.opened(district.files())
    bad = len({said.rpartition(":")[0] for said in wrong + opened})
    Figure(
        "D26", "lists that leave: nothing runs, no column too many, no row of others", columns - bad, columns,
        caught == 2, f"{caught} of 2 left out guards seen", f"{len(PREFIXES)} beginnings, {met} planted cells; {opener}",
        tuple(wrong + opened),
    ).tell()  # fmt: skip


def faults(name: str, rows: list[list[Cell]], allowed: tuple[str, ...]) -> Iterator[str]:
    """A cell that is run, and a column that is not allowed."""
    heads = [cell for cell, _is_formula in rows[0]] if rows else []
    yield from (f"{name}: the column {head} is not allowed" for head in heads if head not in allowed)
    for row in rows:
        yield from (f"{name}: {cell[:40]!r} is run" for cell, is_formula in row if is_formula)


class District:
    """An account with all that belongs to it, a campaign, public records, and people who take lists."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.account = make_account(cast, "active", handle="HarborNordic")
        request = make_request(cast, "with_both")
        self.campaign = campaigns.open_campaign(
            title="Autumn",
            kind="season",
            unit=cast.units.high,
            class_year=None,
            due_on=clock.today() + timedelta(days=30),
            by=cast.director,
        )
        numbers = f"{self.account.number} {request.reference}"
        facts: dict[str, Any] = {"subject": "Ski", "unit": None, "since": None, "until": None}
        self.records: Disclosure = actions.begin(numbers=numbers, by=cast.communications, **facts)
        self.clients = {part: _client(getattr(cast, part)) for part in PARTS}

    def exports(self) -> Iterator[Export]:
        """Every list, of this account, this campaign, and somebody who may leave."""
        return every_export(self.campaign, account=self.account.number, who=self.cast.coach.email)

    def plant(self, prefix: str) -> None:
        """Begin every text that goes out with it, wherever the database takes it; then act, so the trail has it."""
        for known in every_model():
            if known.label.startswith(("audit.", "outbox.")):
                continue
            for name in known.names(Class.PUBLIC):
                field = known.model._meta.get_field(name)
                if type(field) in (models.CharField, models.TextField) and name not in NOT_TYPED and not field.choices:
                    _written(known.model, name, f"{prefix}{FORMULA}", (field.max_length or 99))
        said = {text: text.words for text in gathering.texts(self.records)}
        actions.look_through(self.records, said, by=User.objects.get(pk=self.cast.communications.pk))

    def taken(self) -> Iterator[tuple[str, list[list[Cell]], tuple[str, ...]]]:
        """Every list as Communications takes it: its rows, and the columns it may have."""
        client = self.clients["communications"]
        for export in self.exports():
            answer = client.get(export.address)
            if answer.status_code != HTTPStatus.OK:
                raise RuntimeError(f"{export.address}: {answer.status_code}")
            yield export.name, rows_of(export, content_of(answer)), export.columns
        allowed = {table.known.label: table.heads for table in gathering.tables(self.records)}
        heads = tuple({head for each in allowed.values() for head in each})
        more = ("What it is about", "Fields", "Class", "By which law", "Rows")
        for name, rows in packed(content_of(records(client, self.records))):
            yield f"records/{name}", rows, (*heads, *more)

    def files(self) -> dict[str, bytes]:
        """The lists that are files of a spreadsheet, with a formula planted, for a program that opens such files."""
        with undone():
            self.plant("=")
            client, found = self.clients["communications"], {}
            for nth, export in enumerate(each for each in self.exports() if each.form != "lines"):
                found[f"{nth}.{export.form}"] = content_of(client.get(export.address))
            return found

    def out_of_scope(self) -> list[str]:
        """Who may not see the page gets no list, and who sees a part gets that part."""
        said = [
            f"{part} may {'' if page else 'not '}see {export.page}, but {export.address}: {answer}"
            for export in self.exports()
            for part, client in self.clients.items()
            for page, answer in [self._both(client, export)]
            if page != answer
        ]
        principal = self.cast.principal
        for name, all_of_it in (
            ("policy (csv)", lambda: User.objects.filter(staff_of_report(principal))),
            ("trail (csv)", lambda: Entry.objects.filter(powers.trail_scope(principal))),
        ):
            export = next(each for each in self.exports() if each.name == name)
            there = all_of_it().count()  # before: that a copy is taken is written down behind its last entry
            rows = rows_of(export, content_of(self.clients["principal"].get(export.address)))
            if len(rows) - 1 != there:
                said.append(f"the principal’s {name}: {len(rows) - 1} rows, not {there}")
        return said

    def _both(self, client: Client, export: Export) -> tuple[bool, bool]:
        page, answer = client.get(export.page), client.get(export.address)
        content_of(answer)
        return page.status_code == 200, answer.status_code == 200

    def without_guards(self) -> int:
        """How many of the two guards are missed when they are gone."""
        caught = 0
        for guard in (_lists_unguarded, _workbooks_unguarded):
            with undone(), guard():
                self.plant("=")
                caught += any(
                    is_formula for _name, rows, _allowed in self.taken() for row in rows for _cell, is_formula in row
                )
        return caught


def _client(user: User) -> Client:
    return sign_in(Client(headers={"host": HOST, "x-forwarded-proto": "https"}, raise_request_exception=False), user)


def _written(model: Any, name: str, text: str, longest: int) -> None:
    if len(text) <= longest:
        try:
            with transaction.atomic():
                model._default_manager.update(**{name: text})
        except DatabaseError:
            return


@contextmanager
def _lists_unguarded() -> Iterator[None]:
    with mock.patch.object(spreadsheet, "harmless", lambda cell: "" if cell is None else str(cell)):
        yield


@contextmanager
def _workbooks_unguarded() -> Iterator[None]:
    def cell(sheet: Any, value: Any, *, head: bool) -> Any:
        return WriteOnlyCell(sheet, "" if value is None else str(value))

    with mock.patch.object(workbook, "_cell", cell):
        yield
