"""Which sealed segments could go today, and which of the old ones stay, with the reason (security C6)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from registry.audit.filters import GROUPS
from registry.audit.models import Entry, Removal, Seal
from registry.audit.retention import held, newest_cut, young

#: The first and the last number of what lies side by side.
Run = tuple[int, int]


@dataclass(frozen=True)
class Due:
    """What may go, in runs; and what stays of the old segments: under hold, or with an entry that is too young."""

    runs: list[Run] = field(default_factory=list)
    segments: int = 0
    under_hold: list[Run] = field(default_factory=list)
    too_young: list[Run] = field(default_factory=list)


def due() -> Due:
    """All that could be disposed of today. Three queries, however long the trail is."""
    going, holding, ageing = list[Run](), list[Run](), list[Run]()
    for seal in _old(DEFAULT_DB_ALIAS):
        (holding if seal.held else ageing if seal.young else going).append((seal.first, seal.last))
    return Due(joined(going), len(going), joined(holding), joined(ageing))


def stays(runs: Iterable[Run], *, using: str = DEFAULT_DB_ALIAS) -> list[Run]:
    """Of these runs, what may not go (any more): no whole sealed segments, gone already, too young, or under hold."""
    wanted = joined(runs)
    going = [(seal.first, seal.last) for seal in _old(using) if not (seal.held or seal.young)]
    fit = joined(one for one in going if any(first <= one[0] and one[1] <= last for first, last in wanted))
    return [run for run in wanted if run not in fit]


def still_held(runs: Iterable[Run], *, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether anything in the runs is under hold now."""
    return Entry.objects.using(using).filter(within(runs)).filter(held()).exists()


def within(runs: Iterable[Run], *, column: str = "seq") -> Q:
    """The condition that an entry is in one of the runs."""
    found = Q(pk__in=[])
    for first, last in runs:
        found |= Q(**{f"{column}__gte": first, f"{column}__lte": last})
    return found


def counted(runs: Iterable[Run]) -> dict[str, int]:
    """How many entries of each kind there are in the runs, in words; the most first."""
    rows = Entry.objects.filter(within(runs)).order_by().values_list("action").annotate(Count("pk"))
    found = Counter[str]()
    for action, number in rows:
        found[str(GROUPS.get(str(action).partition(".")[0], action))] += number
    return dict(found.most_common())


def span(runs: Iterable[Run]) -> tuple[datetime | None, datetime | None]:
    """When the first and the last entry in the runs were written."""
    ends = Entry.objects.filter(within(runs)).order_by().aggregate(first=Min("at"), last=Max("at"))
    return ends["first"], ends["last"]


def joined(runs: Iterable[Run]) -> list[Run]:
    """The same numbers in as few runs as can be, in order."""
    found = list[Run]()
    for first, last in sorted((int(first), int(last)) for first, last in runs):
        if found and found[-1][1] + 1 == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _old(alias: str) -> "QuerySet[Any]":
    """Segments that begin before anything could go, and are still here; each with whether it is `held` or `young`."""
    cut = newest_cut()
    entries = Entry.objects.using(alias)
    newest = None
    if cut is not None:
        newest = entries.filter(at__lt=cut).order_by("-at", "-seq").values_list("seq", flat=True).first()
    inside = entries.filter(seq__gte=OuterRef("first"), seq__lte=OuterRef("last"))
    gone = Removal.objects.using(alias).filter(first__lte=OuterRef("first"), last__gte=OuterRef("last"))
    rows = Seal.objects.using(alias).filter(first__lte=newest or 0).filter(~Exists(gone)).order_by("first")
    return rows.annotate(held=Exists(inside.filter(held())), young=Exists(inside.filter(young())))
