"""The queue of secrets that must change, by platform and unit, ready to be drawn."""

from dataclasses import dataclass, field

from accounts.models import Platform, Rotation, RotationReason
from accounts.rules.renewal import standing_reasons
from accounts.rules.rotating import visible_to
from registry.people.models import User
from registry.people.power import Power
from registry.people.powers import has_power

#: Rows of the page; a district that has more to change does these first: the soonest, late ones before all.
MOST = 300


@dataclass(frozen=True)
class Row:
    """One rotation with the reasons that stand."""

    rotation: Rotation
    reasons: list[RotationReason]


@dataclass(frozen=True)
class Group:
    """One platform: its steps, and what must change there, unit by unit."""

    platform: Platform
    units: dict[str, list[Row]] = field(default_factory=dict)


@dataclass(frozen=True)
class Queue:
    """What must change, soonest first within a unit; how many are late."""

    groups: list[Group]
    count: int
    late: int
    more: bool


def queue_for(user: User) -> Queue:
    """What this person may see of it. Four queries, however many there are."""
    rows = visible_to(user).standing().prefetch_related("reasons__person", "reasons__declaration")
    found = list(rows.order_by("due_on", "pk")[: MOST + 1])
    groups: dict[int, Group] = {}
    for rotation in sorted(found[:MOST], key=_place):
        group = groups.setdefault(rotation.account.platform_id, Group(rotation.account.platform))
        group.units.setdefault(rotation.account.unit.name, []).append(Row(rotation, standing_reasons(rotation)))
    late = sum(rotation.is_late for rotation in found)
    return Queue(list(groups.values()), len(found[:MOST]), late, more=len(found) > MOST)


def _place(rotation: Rotation) -> tuple[int, str, str]:
    """Platform by platform, unit by unit; what is due sooner stays first within a unit."""
    platform = rotation.account.platform
    return platform.order, platform.name, rotation.account.unit.name


def count_for(user: User) -> dict[str, int | bool]:
    """How many there are for this person, and whether the way to them is shown: to Communications always."""
    count = visible_to(user).standing().count()
    return {"count": count, "shown": bool(count) or has_power(user, Power.SEE_TO_ROTATIONS)}
