"""What a report is, and its rows: read a few at a time, so that a report of a million is no more than a long one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar

from django.db.models import QuerySet

from desk.reports.forms import Parameters
from registry.people.models import User

#: Rows that a file asks the database for at once.
AT_ONCE = 500

#: A row as it is shown: texts, numbers, days, moments, yes and no (`cells.Linked` for a text that leads on).
Line = Sequence[object]


@dataclass(frozen=True)
class Part:
    """Things in a total order, and what makes the line of one."""

    found: QuerySet[Any] | Sequence[Any]
    line: Callable[[Any], Line]

    def each(self) -> Iterator[Line]:
        """All lines, fetched AT_ONCE at a time."""
        rows = self.found.iterator(AT_ONCE) if isinstance(self.found, QuerySet) else self.found
        return map(self.line, rows)


class Rows:
    """The lines of a report, of one part or of several, one after the other."""

    def __init__(self, *parts: Part) -> None:
        self.parts = parts

    def __iter__(self) -> Iterator[Line]:
        return chain.from_iterable(part.each() for part in self.parts)

    def first(self, most: int) -> list[Line]:
        """As many lines as a page shows."""
        lines: list[Line] = []
        for part in self.parts:
            lines += map(part.line, part.found[: most - len(lines)])
        return lines

    def count(self, most: int | None = None) -> int:
        """How many lines there are; counting stops at `most`."""
        total = 0
        for part in self.parts:
            left = None if most is None else max(most - total, 0)
            found = part.found if left is None else part.found[:left]
            total += found.order_by().count() if isinstance(found, QuerySet) and left is None else _count(found)
        return total


def _count(found: QuerySet[Any] | Sequence[Any]) -> int:
    return found.count() if isinstance(found, QuerySet) else len(found)


@dataclass(frozen=True)
class Asked:
    """Who asks for a report, and the parameters chosen, by the names of the form's fields."""

    by: User
    chosen: Mapping[str, Any]


def no_facts(_asked: Asked) -> Iterable[tuple[Any, object]]:
    """A report that says nothing before its rows."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report. `columns` are names (kept in the trail) with their heads; a line has a cell for each."""

    slug: str
    title: Any
    purpose: Any
    check: Callable[[User], object]
    columns: Mapping[str, Any]
    rows: Callable[[Asked], Rows]
    form: type[Parameters] = Parameters
    facts: Callable[[Asked], Iterable[tuple[Any, object]]] = field(default=no_facts)

    trail_kind: ClassVar[str] = "report"

    @property
    def trail_id(self) -> str:
        return self.slug

    @property
    def trail_label(self) -> str:
        return str(self.title)
