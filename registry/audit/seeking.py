"""Some entries of any question, however many there are: the ends of runs of an index, joined.

A database that is to give the newest fifty of “this or that” either sorts all that fits or walks the trail until it
has fifty; at ten million entries both take seconds. So each side of the “or” is asked alone for its own fifty, which
an index gives in order, and the fifty of all sides are joined.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db.models import Q

from registry.audit.models import Entry

#: Columns with which an index begins that goes on by number.
LEADS = (
    ("object_type", "object_id"), ("object_label",), ("actor_id",), ("action",), ("unit_id",), ("outcome",),
)  # fmt: skip
#: SQLite joins at most 500; a question with more sides than this is asked as it stands.
MOST_SIDES = 400
BATCH = 1_000


@dataclass(frozen=True)
class Question:
    """Which entries: those that meet every condition. The first that an index answers leads, so the narrowest stands
    first.
    """

    conditions: tuple[Q, ...]

    def take(self, most: int, *, newest: bool = True, between: Q | None = None) -> list[Entry]:
        """At most so many entries, by number, from either end of what lies between those numbers. Two queries."""
        order = "-seq" if newest else "seq"
        sides, rest = self._led()
        entries = Entry.objects.filter(*rest, between or Q())
        if sides is None:
            return list(entries.order_by(order)[:most])
        ends = [
            Entry.objects.filter(pk__in=entries.filter(side).order_by(order).values("pk")[:most]).order_by()
            for side in sides
        ]
        if not ends:
            return []
        joined = ends[0].values("pk").union(*(end.values("pk") for end in ends[1:])).order_by(order)
        numbers = [row["pk"] for row in joined[:most]]
        return list(Entry.objects.filter(pk__in=numbers).order_by(order))

    def oldest_first(self, last: int) -> Iterator[Entry]:
        """All of them up to entry `last`, read in pieces: nothing is held open in the database meanwhile."""
        done = 0
        while found := self.take(BATCH, newest=False, between=Q(seq__gt=done, seq__lte=last)):
            yield from found
            done = found[-1].seq

    def count(self, most: int) -> int:
        """How many there are, counted no further than one more than `most`."""
        return Entry.objects.filter(*self.conditions).order_by()[: most + 1].count()

    def _led(self) -> tuple[list[Q] | None, list[Q]]:
        for place, condition in enumerate(self.conditions):
            sides = sides_of(condition)
            if sides is not None and len(sides) > MOST_SIDES:
                sides = sides_of(condition, apart=False)
            if sides is not None and len(sides) <= MOST_SIDES:
                return sides, [*self.conditions[:place], *self.conditions[place + 1 :]]
        return None, list(self.conditions)


def sides_of(condition: Q, *, apart: bool = True) -> list[Q] | None:
    """The condition as conditions of which each is answered in order by one run of an index, and which together let
    through the same; None where there is no such way. Not `apart`, the things of a kind are one side, whose few
    entries are sorted.
    """
    if condition.negated or not condition.children or condition.connector == Q.XOR:
        return None
    if condition.connector == Q.OR:
        parts = [sides_of(_condition(child), apart=apart) for child in condition.children]
        return None if None in parts else [side for part in parts for side in part or ()]
    equal = dict(_equalities(condition))
    if not all(equal.values()):
        return []
    for lead in LEADS:
        if set(lead) <= equal.keys():
            if not apart and len(lead) > 1:
                return [condition]
            rest = [child for child in condition.children if not _is_one_of(child, lead)]
            values = product(*(equal[name] for name in lead))
            return [Q(*rest, **dict(zip(lead, each, strict=True))) for each in values]
    return _sides_within(condition, apart=apart)


def _sides_within(condition: Q, *, apart: bool) -> list[Q] | None:
    for place, child in enumerate(condition.children):
        sides = sides_of(child, apart=apart) if isinstance(child, Q) else None
        if sides is not None:
            rest = [*condition.children[:place], *condition.children[place + 1 :]]
            return [Q(side, *rest) for side in sides]
    return None


def _condition(child: Any) -> Q:
    return child if isinstance(child, Q) else Q(child)


def _equalities(condition: Q) -> Iterator[tuple[str, list[Any]]]:
    for child in condition.children:
        if isinstance(child, tuple):
            name, _two, how = child[0].partition("__")
            if how == "in":
                yield name, list(dict.fromkeys(child[1]))
            elif not how:
                yield name, [child[1]]


def _is_one_of(child: Any, lead: tuple[str, ...]) -> bool:
    return isinstance(child, tuple) and child[0].partition("__")[0] in lead
