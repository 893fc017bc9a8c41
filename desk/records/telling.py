"""What is held about a person as a page and a paper tell it: in words, and without what only programs need.

Their JSON file has every field as it stands (Minn. Stat. 13.04); here, numbers of rows and hashes would hide the rest.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from django.db.models import AutoField, ForeignKey, UUIDField
from django.utils.translation import gettext as _

from desk.records.cells import CALLED, shown
from desk.records.own import Held
from desk.reports.cells import in_words

#: Columns that say nothing to the person: by what programs find a row, or tell one text from another.
INTERNAL = frozenset(
    {"key", "searched", "text_hash", "sha256", "template", "about_kind", "about_id", "query", "table", "row", "field"}
)

#: A head with its words, for each field of a row that says something.
Line = list[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """Rows that are the same to the person."""

    held: Held
    lines: list[Line]
    count: int

    @property
    def role(self) -> str:
        """What they are to the person."""
        return self.held.role


@dataclass
class Kind:
    """All that is held of one kind."""

    known: Any
    parts: list[Told]

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return sum(part.count for part in self.parts)


def kinds(found: list[Held], most: int) -> list[Kind]:
    """What was found, kind by kind, with at most so many rows of each part."""
    told: dict[str, Kind] = {}
    for one in found:
        lines = _lines(one, most) if one.is_shown else []
        told.setdefault(one.known.label, Kind(one.known, [])).parts.append(Told(one, lines, one.count()))
    return list(told.values())


def _lines(one: Held, most: int) -> list[Line]:
    heads, said = one.heads, [_is_for_people(field) for field in one.fields]
    say = partial(words, actor=_("You") if one.is_theirs else None)
    return [_line(heads, cells, said) for cells in one.lines(most, say)]


def _line(heads: list[str], cells: list[Any], said: list[bool]) -> Line:
    line = [(head, str(cell)) for head, cell, is_said in zip(heads, cells, said, strict=True) if is_said and cell != ""]
    return line or [(head, str(cell)) for head, cell in zip(heads, cells, strict=True) if cell != ""]


def _is_for_people(field: Any) -> bool:
    if isinstance(field, ForeignKey):
        return field.related_model in CALLED
    return not isinstance(field, AutoField | UUIDField) and field.name not in INTERNAL


def words(field: Any, value: Any, actor: Any = None) -> Any:
    """A value as people read it: days and moments in words, acts as what `actor` did."""
    return in_words(value) if isinstance(value, date) else shown(field, value, actor)
