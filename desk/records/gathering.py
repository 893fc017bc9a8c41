"""What belongs to the accounts and requests that were picked, and what of it stays here, why, and how much it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk.models import Disclosure, Look
from desk.records.cells import Table, Text
from registry.classes import SECTIONS, Class, called, every_model


@dataclass(frozen=True)
class LeftOut:
    """Fields that stay, of one model under one law: of how many rows."""

    called: Any
    fields: str
    klass: Any
    authority: Any
    rows: int


def tables(disclosure: Disclosure) -> list[Table]:
    """Every model that belongs to an account or a request, with its rows among those picked."""
    accounts = list(disclosure.accounts.values_list("pk", flat=True))
    requests = list(disclosure.requests.values_list("pk", flat=True))
    found = []
    for known in every_model():
        path, picked = (known.account, accounts) if known.account else (known.request, requests)
        if path and picked:
            found.append(Table(known, known.model._default_manager.filter(**{f"{path}__in": picked}).distinct()))
    return found


def going(disclosure: Disclosure) -> list[Table]:
    """Those of which something goes out."""
    return [table for table in tables(disclosure) if table.columns and table.goes().exists()]


def left_out(disclosure: Disclosure) -> list[LeftOut]:
    """What stays, law by law; rows are counted, and none of it is read."""
    return [line for table in tables(disclosure) for line in _left_of(table)]


def texts(disclosure: Disclosure) -> Iterator[Text]:
    """Everything in it that somebody typed."""
    for table in going(disclosure):
        yield from (cell for row in table.each() for cell in row if isinstance(cell, Text))


def looks(disclosure: Disclosure) -> dict[str, Look]:
    """What somebody said of each text, by its key."""
    return {f"{look.table}:{look.row}:{look.field}": look for look in disclosure.looks.select_related("by")}


def look_at(text: Text, said: dict[str, Look]) -> Look | None:
    """What was said of this very text: of another that stood there before it says nothing."""
    look = said.get(text.key)
    return look if look and look.seen_hash == text.seen_hash else None


def waiting(disclosure: Disclosure) -> list[Text]:
    """The texts that nobody has looked at, as they are now."""
    said = looks(disclosure)
    return [text for text in texts(disclosure) if look_at(text, said) is None]


def _left_of(table: Table) -> Iterator[LeftOut]:
    rows, known = table.rows.count(), table.known
    stays = known.names(Class.PRIVATE, Class.NONPUBLIC, Class.SECURITY)
    for name, section in SECTIONS.items() if rows else ():
        fields = [field for field in known.fields if field.name in stays and known.sections[field.name] == name]
        if fields:
            words = ", ".join(called(field) for field in fields)
            yield LeftOut(known.called, words, section.klass.label, section.authority, rows)
    apart = rows - table.goes().count()
    if apart:
        section = SECTIONS["personnel"]
        yield LeftOut(
            known.called,
            called(known.model._meta.get_field(known.apart)),
            section.klass.label,
            section.authority,
            apart,
        )
