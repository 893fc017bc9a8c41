"""How many accounts are in which health, by school and by platform: one question, whatever the rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.models import Platform
from desk.overview.standing import IN_USE, Standing
from registry.people.models import Unit

States = Counter[str]


@dataclass(frozen=True)
class Tally:
    """Accounts in use by their health: in all, by school or department with what is under it, and by platform.

    ``own`` are those that belong to the district itself; ``verified``, how many have a proven login.
    """

    all: States
    own: States
    units: list[tuple[Unit, States]]
    platforms: list[tuple[Platform, States]]
    district: Unit | None
    verified: int


def tally_of(standing: Standing) -> Tally:
    """Count them; those that need care first."""
    by_unit, by_platform, verified = _counted(standing)
    units = {unit.pk: unit for unit in Unit.objects.all()}
    rolled: dict[int, States] = defaultdict(Counter)
    for number, states in by_unit.items():
        rolled[_school(units[number])].update(states)
    district = next((unit for unit in units.values() if unit.parent_id is None), None)
    own = rolled.pop(district.pk, Counter()) if district else Counter()
    platforms = Platform.objects.in_bulk(by_platform)
    return Tally(
        all=sum(by_unit.values(), Counter()),
        own=own,
        units=_care_first((units[number], states) for number, states in rolled.items()),
        platforms=_most_first((platforms[number], states) for number, states in by_platform.items()),
        district=district,
        verified=verified,
    )


def _counted(standing: Standing) -> tuple[dict[int, States], dict[int, States], int]:
    """By unit, and by platform, the states; and how many are verified."""
    units, platforms, verified = defaultdict[int, States](Counter), defaultdict[int, States](Counter), 0
    columns = (f"{standing.place}unit_id", f"{standing.place}platform_id", standing.health)
    rows: Any = standing.in_use.values(*columns)
    counted = rows.annotate(n=Count("pk"), sure=Count("pk", filter=standing.verified))
    for unit, platform, state, n, sure in counted.values_list(*columns, "n", "sure"):
        units[unit][state] += n
        platforms[platform][state] += n
        verified += sure
    return units, platforms, verified


def _school(unit: Unit) -> int:
    """The school or department that a unit is part of; the district for its own accounts."""
    path = unit.path_ids()
    return path[-2] if len(path) > 1 else unit.pk


def _care_first(rows: Iterable[tuple[Unit, States]]) -> list[tuple[Unit, States]]:
    return sorted(rows, key=lambda row: (*(-row[1][state] for state in IN_USE[:2]), -row[1].total(), row[0].name))


def _most_first(rows: Iterable[tuple[Platform, States]]) -> list[tuple[Platform, States]]:
    return sorted(rows, key=lambda row: (-row[1].total(), row[0].name))
