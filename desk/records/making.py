"""The file that goes out: a list for each table, and a manifest that says what is in it, what is not, and why."""

import zipfile
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from desk.models import Disclosure, Look
from desk.records.cells import Text
from desk.records.gathering import LeftOut, going, left_out, look_at, looks
from registry import clock, papers, spreadsheet
from registry.papers import Paper
from registry.people.models import User
from registry.people.refusal import Stale


@dataclass(frozen=True)
class Made:
    """The file, and how much is in it."""

    content: bytes
    rows: int
    texts_left_out: int

    @property
    def sha256(self) -> str:
        """By which the file is known again."""
        return sha256(self.content).hexdigest()


def file_of(disclosure: Disclosure, by: User) -> Made:
    """The ZIP, from what stands in the database now. Raises `Stale` for a text that nobody has looked at."""
    said = looks(disclosure)
    files: dict[str, str] = {}
    lines: list[list[Any]] = []
    held = 0
    for table in going(disclosure):
        read = list(table.each())  # to its end first: a refusal midway would leave the database's cursor open
        rows = [[_cell(cell, said) for cell in row] for row in read]
        held += sum(cell is None for row in rows for cell in row)
        name = f"{len(files) + 1:02d}-{slugify(str(table.known.called))}.csv"
        files[name] = "".join(spreadsheet.lines([table.heads, *([_said(cell) for cell in row] for row in rows)]))
        lines.append([name, str(table.known.called), len(rows)])
    stays = left_out(disclosure)
    manifest = papers.pdf(_manifest(disclosure, by, lines, stays, held))
    return Made(_zipped(files, _as_list(stays), manifest), sum(line[2] for line in lines), held)


def _cell(cell: Any, said: dict[str, Look]) -> Any:
    """What goes out of a cell; None for a text that stays."""
    if not isinstance(cell, Text):
        return cell
    look = look_at(cell, said)
    if look is None:
        raise Stale(_("A text has changed, or is new. Look it through first."))
    return look.text if look.goes else None


def _said(cell: Any) -> Any:
    return _("[left out]") if cell is None else cell


def _as_list(stays: list[LeftOut]) -> str:
    heads = [_("What it is about"), _("Fields"), _("Class"), _("By which law"), _("Rows")]
    rows = [[line.called, line.fields, line.klass, line.authority, line.rows] for line in stays]
    return "".join(spreadsheet.lines([heads, *rows]))


def _manifest(
    disclosure: Disclosure, by: User, lines: list[list[Any]], stays: list[LeftOut], held: int
) -> Paper:  # fmt: skip
    facts = [
        (_("District"), settings.DISTRICT_NAME),
        (_("Asked for"), disclosure.subject),
        (_("Accounts"), ", ".join(one.number for one in disclosure.accounts.only("pk").order_by("pk"))),
        (_("Requests"), ", ".join(one.reference for one in disclosure.requests.only("pk").order_by("pk"))),
        (_("Made"), _("%(day)s by %(name)s") % {"day": date_format(clock.today(), "F j, Y"), "name": by.name}),
        (_("Texts left out after a look"), held),
        (
            _("Questions"),
            _("About what is left out: the district’s responsible authority, Minn. Stat. 13.03, subd. 3."),
        ),
    ]
    inside = papers.Table(_("What is in it"), [_("File"), _("What it is about"), _("Rows")], lines)
    rows = [[line.called, line.fields, f"{line.klass}. {line.authority}", line.rows] for line in stays]
    heads = [_("What it is about"), _("Fields"), _("Why"), _("Rows")]
    outside = papers.Table(_("What is left out, and why"), heads, rows, _("Nothing."))
    title = _("Public records %(number)s") % {"number": disclosure.number}
    named = [(name, value) for name, value in facts if value != ""]
    return Paper(title, get_language() or settings.LANGUAGE_CODE, settings.DISTRICT_NAME, named, [inside, outside])


def _zipped(files: dict[str, str], stays: str, manifest: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.pdf", manifest)
        packed.writestr("left-out.csv", stays)
        for name, text in files.items():
            packed.writestr(name, text)
    return held.getvalue()
