"""People come by the district's own list, line by line, each an act of its own (domain.md: an import never grants an
office; docs/decisions/0050).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from desk.actions import departure
from desk.importing.lines import Line
from registry import audit, clock
from registry.people import actions as people
from registry.people.models import Departure, DepartureWhy, Unit, User
from registry.people.refusal import Refused


class Result(StrEnum):
    INVITED, CHANGED, SAME = "invited", "changed", "same"
    LEAVES, LEFT, KEPT, CLOSED, REFUSED = "leaves", "left", "kept", "closed", "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of one person, and what to say of it."""

    result: Result
    words: str = ""


def one(act: Callable[[], Outcome], *, really: bool) -> Outcome:
    """Do it in a transaction of its own; what is refused is said, and stops nothing else. Unless `really`, all of it is
    taken back, and nothing has happened.
    """
    try:
        with transaction.atomic():
            done = act()
            if not really:
                transaction.set_rollback(True)
            return done
    except Refused as refused:
        return Outcome(Result.REFUSED, str(refused))


@audit.act()
def bring_in(line: Line, *, units: Mapping[str, Unit], by: User) -> Outcome:
    """Invite who is new, correct what has changed, and have leave whose last day is given. Raises `Refused`."""
    if line.wrong:
        raise Refused(line.wrong, rule="import of people")
    unit = units.get(line.unit.casefold())
    if line.unit and unit is None:
        raise Refused(f"No school or department here is called “{line.unit}”.", rule="import of people")
    person = User.objects.filter(email=line.email).select_related("unit").first()
    over = line.last_day is not None and line.last_day < clock.today()
    if person is None:
        if over:
            return Outcome(Result.SAME, "not here, and their last day is over")
        person = people.invite(email=line.email, name=line.name, title=line.title, unit=unit, by=by)
        return _leaving(person, line, by=by) or Outcome(Result.INVITED)
    if not person.is_active:
        return Outcome(Result.CLOSED, "has left here: open the sign-in on their page, if they are back")
    if over:
        return leave(person, by=by)
    wanted = (line.name, line.title or person.title, unit or person.unit)
    changed = wanted != (person.name, person.title, person.unit)
    if changed:
        people.edit(person, name=wanted[0], title=wanted[1], unit=wanted[2], by=by)
    return _leaving(person, line, by=by) or Outcome(Result.CHANGED if changed else Result.SAME)


@audit.act()
def leave(person: User, *, by: User) -> Outcome:
    """Whose last day is over, or who is no longer in the list, is closed out at once. Raises `Refused`."""
    departure.depart(person, why=DepartureWhy.LEAVES, by=by)
    return Outcome(Result.LEFT)


@audit.act()
def _leaving(person: User, line: Line, *, by: User) -> Outcome | None:
    """Record the last day, or another one than was recorded."""
    if line.last_day is None:
        return None
    planned = Departure.objects.planned().filter(person=person).first()
    if planned and planned.last_day == line.last_day:
        return None
    if planned:
        departure.change(planned, when=line.last_day, why=planned.why, by=by)
    else:
        departure.depart(person, why=DepartureWhy.LEAVES, when=line.last_day, by=by)
    return Outcome(Result.LEAVES, f"last day {line.last_day}")


@audit.act()
def note_import(counts: Mapping[str, int], *, by: User) -> None:
    """Write down that a list was brought, with how many of each result; what it changed has entries of its own."""
    audit.record(audit.Event.PEOPLE_IMPORTED, by=by, after=dict(counts))
