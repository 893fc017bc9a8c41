"""Who is asked for a seat (domain.md, "Who is asked for a seat"). Why, in words, is in `reasons`.

The holder of the office, else a designee, else the next one up the unit tree, for the top the alternate. Never the
requester, never the proposed custodian or backup, nobody on their behalf, and never one person twice in a round.
Whoever is out of office may still decide, and is asked only where nobody is there.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from django.db.models import Q

from approvals import reasons
from registry.people.models import Appointment, Office, Unit, User

TOP = (Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR)
#: How much worse it is to leave a seat empty than to ask the last of all who could fill it.
NOBODY = 10_000
#: The alternate comes after everyone of the office, and whoever is away after everyone who is there.
LAST, AWAY = 50, 1_000
#: Only the best few of each office matter: a round has three seats.
FEW = 6


@dataclass(frozen=True)
class Candidate:
    """Somebody who may fill a seat: by which appointment, how far down the order, and why they are asked."""

    person: User
    appointment: Appointment
    rank: int
    why: str = ""
    #: Whose absence put them first: when that person is back, the seat goes back.
    instead_of: User | None = None

    @property
    def on_behalf_of(self) -> User | None:
        """The person a designee decides for."""
        principal = self.appointment.on_behalf_of
        return principal.person if principal else None

    @property
    def away_until(self) -> date | None:
        """The last day of the person's absence; None for whoever is there."""
        return self.appointment.away_until


@dataclass(frozen=True)
class Need:
    """An office to be heard about a unit; who has no part in it (`rules.apart_from`), and who decided already."""

    office: Office
    unit: Unit | None
    apart: frozenset[object] = frozenset()
    taken: frozenset[object] = frozenset()
    requester: object = None


def candidates(
    need: Need, appointments: Iterable[Appointment] | None = None, *, alternate: bool = False
) -> list[Candidate]:
    """Everyone who may fill the seat now, the first to be asked first; empty means: wait for an appointment.

    `appointments` (from `appointments_for`) spares the query when several seats are asked about at once. The alternate
    stands in for the top only where nobody of the office can or is there; with `alternate`, in any case (one person
    may hold both offices of the top, and can fill but one seat).
    """
    rows = list(appointments_for([need]) if appointments is None else appointments)
    found = _of_office(need.office, need, rows)
    if need.office in TOP and (alternate or all(one.away_until for one in found)):
        found += _of_office(Office.ALTERNATE, need, rows)
    found.sort(key=lambda one: (one.rank, one.appointment.pk))
    return [_explained(need, one, rows) for one in _once_each(found)]


def next_up(
    need: Need, passed: Collection[object], appointments: Iterable[Appointment] | None = None
) -> Candidate | None:
    """Who is asked when those in `passed` have not decided in time: the first of the others who may, None if nobody.

    The same order again: a designee's principal, the holder's designee, the next up the tree, at the end the alternate;
    never one who is away, from whom there would be the same silence.
    """
    found = [one for one in candidates(need, appointments, alternate=True) if one.away_until is None]
    return next((one for one in found if one.person.pk not in passed), None)


def appointments_for(needs: Iterable[Need]) -> list[Appointment]:
    """All appointments in force that could matter to these seats of one request, in one query, each with its holder's
    absence; what somebody with a part in the request says of another's absence counts for nothing there (invariant 1).
    """
    needs, wanted = list(needs), Q(pk__in=[])
    for need in needs:
        if need.office == Office.ADMINISTRATOR:
            wanted |= Q(office=need.office, unit__in=need.unit.path_ids() if need.unit else [])
        else:
            wanted |= Q(office__in=(need.office, Office.ALTERNATE) if need.office in TOP else (need.office,))
    rows = Appointment.objects.in_force().with_absence().filter(wanted, on_behalf_of__on_behalf_of=None)
    found = list(rows.select_related("person", "unit", "on_behalf_of__person").order_by("pk"))
    apart = frozenset().union(*(need.apart for need in needs))
    for row in found:
        if row.away_by in apart and row.away_by != row.person_id:
            row.away_until = None
    return found


def plan(needs: Sequence[Need], appointments: Iterable[Appointment] | None = None) -> list[Candidate | None]:
    """Who is asked for each of these seats of one round, no person twice; None where nobody can be.

    As many seats as possible have somebody; among the ways to do that, the one nearest to "the holder decides".
    """
    rows = appointments_for(needs) if appointments is None else list(appointments)
    choices = [[*candidates(need, rows, alternate=True)[:FEW], None] for need in needs]
    ways = (way for way in product(*choices) if _distinct(way))
    best = list(min(ways, key=_cost))
    asked: dict[object, Office] = {one.person.pk: need.office for need, one in zip(needs, best, strict=True) if one}
    return [one and _explained(need, one, rows, asked) for need, one in zip(needs, best, strict=True)]


def why_nobody(need: Need, appointments: Iterable[Appointment] | None = None) -> str:
    """Why nobody can be asked, naming those of the office who have a part in the request."""
    rows = appointments_for([need]) if appointments is None else list(appointments)
    return reasons.why_nobody(need, _passed_over(need, NOBODY, rows))


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


def _of_office(office: Office, need: Need, rows: Iterable[Appointment]) -> list[Candidate]:
    return [
        Candidate(row.person, row, rank + (AWAY if row.away_until else 0))
        for row in rows
        if row.office == office and _may(need, row) and (rank := _rank(need, row)) is not None
    ]


def _rank(need: Need, row: Appointment) -> int | None:
    """How far the row is from "the holder decides", everybody there; None where it has nothing to do with the seat."""
    if row.office == Office.ALTERNATE and need.office in TOP:
        return LAST + bool(row.on_behalf_of_id)
    distance = _distance(need, row)
    return None if row.office != need.office or distance is None else 2 * distance + bool(row.on_behalf_of_id)


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


def _passed_over(need: Need, rank: int, rows: Iterable[Appointment]) -> list[Appointment]:
    """The rows nearer to "the holder decides" than that rank, the nearest first."""
    nearer = [(found, row.pk or 0, row) for row in rows if (found := _rank(need, row)) is not None and found < rank]
    return [row for _found, _pk, row in sorted(nearer, key=lambda one: one[:2])]


def _explained(
    need: Need, one: Candidate, rows: Iterable[Appointment], asked: dict[object, Office] | None = None
) -> Candidate:
    own = _rank(need, one.appointment) or 0
    passed = [row for row in _passed_over(need, own, rows) if row.person_id != one.person.pk]
    away = [row.person for row in passed if row.away_until and _may(need, row)] if one.away_until is None else []
    why = reasons.why(need, one.appointment, passed, asked or {})
    return replace(one, why=why, instead_of=away[0] if away else None)
