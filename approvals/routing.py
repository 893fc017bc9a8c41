"""Who is asked for a seat, and why (domain.md, "Who is asked for a seat").

The holder of the office, else a designee, else the next one up the unit tree, for the top the alternate. Never the
requester, never the proposed custodian, nobody on their behalf, and never one person twice in a round.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from django.db.models import Q
from django.utils.translation import gettext as _

from registry.people.models import Appointment, Office, Unit, User

TOP = (Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR)
#: How much worse it is to leave a seat empty than to ask the last of all who could fill it.
NOBODY = 10_000
#: Only the best few of each office matter: a round has three seats.
FEW = 6


@dataclass(frozen=True)
class Candidate:
    """Somebody who may fill a seat: by which appointment, how far down the order, and why if not simply the holder."""

    person: User
    appointment: Appointment
    rank: int
    why: str = ""

    @property
    def on_behalf_of(self) -> User | None:
        """The person a designee decides for."""
        principal = self.appointment.on_behalf_of
        return principal.person if principal else None


@dataclass(frozen=True)
class Need:
    """An office to be heard about a unit; who has no part in it (requester, custodian), and who decided already."""

    office: Office
    unit: Unit | None
    apart: frozenset[object] = frozenset()
    taken: frozenset[object] = frozenset()


def candidates(
    need: Need, appointments: Iterable[Appointment] | None = None, *, alternate: bool = False
) -> list[Candidate]:
    """Everyone who may fill the seat now, the first to be asked first; empty means: wait for an appointment.

    `appointments` (from `appointments_for`) spares the query when several seats are asked about at once. The alternate
    stands in for the top only where nobody of the office can; with `alternate`, last in any case (one person may hold
    both offices of the top, and can fill but one seat).
    """
    rows = list(appointments_for([need]) if appointments is None else appointments)
    found = [one for row in rows if (one := _candidate(need, row))]
    if need.office in TOP and (alternate or not found):
        found += [one for row in rows if (one := _alternate(need, row))]
    found.sort(key=lambda one: (one.rank, one.appointment.pk))
    return _once_each(found)


def next_up(
    need: Need, passed: Collection[object], appointments: Iterable[Appointment] | None = None
) -> Candidate | None:
    """Who is asked when those in `passed` have not decided in time: the first of the others who may, None if nobody.

    The same order again: a designee's principal, the holder's designee, the next up the tree, at the end the alternate.
    """
    found = candidates(need, appointments, alternate=True)
    return next((one for one in found if one.person.pk not in passed), None)


def appointments_for(needs: Iterable[Need]) -> list[Appointment]:
    """All appointments in force that could matter to these seats, in one query."""
    wanted = Q(pk__in=[])
    for need in needs:
        if need.office == Office.ADMINISTRATOR:
            wanted |= Q(office=need.office, unit__in=need.unit.path_ids() if need.unit else [])
        else:
            wanted |= Q(office__in=(need.office, Office.ALTERNATE) if need.office in TOP else (need.office,))
    rows = Appointment.objects.in_force().filter(wanted, on_behalf_of__on_behalf_of=None)
    return list(rows.select_related("person", "unit", "on_behalf_of__person").order_by("pk"))


def plan(needs: Sequence[Need], appointments: Iterable[Appointment] | None = None) -> list[Candidate | None]:
    """Who is asked for each of these seats of one round, no person twice; None where nobody can be.

    As many seats as possible have somebody; among the ways to do that, the one nearest to "the holder decides".
    """
    rows = appointments_for(needs) if appointments is None else list(appointments)
    choices = [[*candidates(need, rows, alternate=True)[:FEW], None] for need in needs]
    ways = (way for way in product(*choices) if _distinct(way))
    return list(min(ways, key=_cost))


def _cost(way: Iterable[Candidate | None]) -> tuple[int, list[int]]:
    ranks = [one.rank if one else NOBODY for one in way]
    return sum(ranks), ranks


def _distinct(way: Collection[Candidate | None]) -> bool:
    people = [one.person.pk for one in way if one]
    return len(people) == len(set(people))


def _once_each(found: list[Candidate]) -> list[Candidate]:
    first: dict[object, Candidate] = {}
    for one in found:
        first.setdefault(one.person.pk, one)
    return list(first.values())


def _candidate(need: Need, row: Appointment) -> Candidate | None:
    if row.office != need.office or not _may(need, row):
        return None
    distance = _distance(need, row)
    if distance is None:
        return None
    return Candidate(row.person, row, 2 * distance + bool(row.on_behalf_of_id), _why(row, distance))


def _alternate(need: Need, row: Appointment) -> Candidate | None:
    if row.office != Office.ALTERNATE or not _may(need, row):
        return None
    why = _("Nobody else may decide as %(office)s on this request, so the alternate is asked.")
    return Candidate(row.person, row, 50 + bool(row.on_behalf_of_id), why % {"office": need.office.label.lower()})


def _may(need: Need, row: Appointment) -> bool:
    if row.person_id in need.apart or row.person_id in need.taken:
        return False
    principal = row.on_behalf_of
    # To decide for the requester is to decide the requester's own (E1.3); a designee names no designee (E1.6).
    return principal is None or (principal.person_id not in need.apart and principal.on_behalf_of_id is None)


def _distance(need: Need, row: Appointment) -> int | None:
    if need.office != Office.ADMINISTRATOR:
        return 0
    path = need.unit.path_ids() if need.unit else []
    return path.index(row.unit_id) if row.unit_id in path else None


def _why(row: Appointment, distance: int) -> str:
    told = []
    if distance and row.unit:
        told.append(
            _("No administrator nearer to the request may decide, so the one of %(unit)s is asked.")
            % {"unit": row.unit.name}
        )
    if row.on_behalf_of:
        told.append(_("Decides on behalf of %(principal)s.") % {"principal": row.on_behalf_of.person.name})
    return " ".join(told)
