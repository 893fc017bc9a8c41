"""Giving and ending offices."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import rules
from registry.people.actions.locking import locked_in_order
from registry.people.models import Appointment, Office, Unit, User


@dataclass(frozen=True)
class Change:
    """Which appointments were given, ended, or are filled otherwise while somebody is away; and whose, or who left.

    Those of designees are not listed: they are of the same office and unit.
    """

    appointments: tuple[Appointment, ...]
    people: tuple[User, ...]


Follower = Callable[[Change], None]
_following: list[Follower] = []


def after_appointment(follow: Follower) -> Follower:
    """Decorator: have `follow(change)` called in the same act whenever somebody else may have to be asked (E1.6, E1.7).

    That is when offices were given or ended, when somebody is away or back, and when somebody left. Among the rooms
    above those with requests follow first, because their rows are locked before all accounts (docs/decisions/0019).
    What it raises undoes the act.
    """
    if follow not in _following:
        _following.append(follow)
    return follow


def let_others_follow(appointments: Iterable[Appointment], *people: User) -> None:
    """Call whatever registered, with the appointments that changed and with people, where some are meant beside."""
    rows = tuple(appointments)
    everyone = {person.pk: person for person in (*(row.person for row in rows), *people)}
    for follow in _following:
        follow(Change(rows, tuple(everyone.values())))


@audit.act()
def appoint(
    *, person: User, office: Office | str, unit: Unit | None = None, starts_on: date, ends_on: date | None = None,
    by: User, on_behalf_of: Appointment | None = None,
) -> Appointment:  # fmt: skip
    """Give a person an office from one day to another, both included; open-ended without a last day.

    With `on_behalf_of`, as the designee of that appointment. Raises `Refused` for whoever may not give it, for dates
    that make no sense, and where the person or somebody else holds the office meanwhile.
    """
    office = Office(office)
    people = locked_in_order(person, by)
    person = people[person.pk]
    rules.check_may_appoint(by, office, on_behalf_of=on_behalf_of)
    made = give(
        person=person, office=office, unit=unit, starts_on=starts_on, ends_on=ends_on, by=by, on_behalf_of=on_behalf_of
    )
    let_others_follow([made])
    return made


@audit.act()
def give(
    *, person: User, office: Office, unit: Unit | None, starts_on: date, ends_on: date | None,
    by: User | None, on_behalf_of: Appointment | None = None,
) -> Appointment:  # fmt: skip
    """Make the appointment once it is settled who may give it: by whom, or by the founding (`by=None`).

    An office that one person holds is given in turns, at the district's row: no two see it free at once.
    """
    if office in rules.ONE_AT_A_TIME:
        list(Unit.objects.select_for_update(no_key=True).filter(parent=None))
    rules.check_appointment(
        person=person, office=office, unit=unit, starts_on=starts_on, ends_on=ends_on, on_behalf_of=on_behalf_of, by=by
    )
    made = Appointment.objects.create(
        person=person, office=office, unit=unit, starts_on=starts_on, ends_on=ends_on,
        on_behalf_of=on_behalf_of, appointed_by=by,
    )  # fmt: skip
    event = Event.DESIGNEE_NAMED if on_behalf_of else Event.APPOINTMENT_MADE
    audit.record(event, by=by, on=made, after=_facts(made))
    outbox.post("people/appointed", to=person, about=made, key=f"appointed:{made.pk}")
    return made


@audit.act()
def end_appointment(appointment: Appointment, *, by: User) -> Appointment:
    """End an appointment at once, or call off one that has not begun; its designees' end with it."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "unit")
        .get(pk=appointment.pk)
    )
    rules.check_may_end(by, appointment)
    ended = end_with_designees(appointment, by=by)
    let_others_follow([ended])
    return ended


def _facts(appointment: Appointment) -> dict[str, str]:
    until = appointment.ends_on.isoformat() if appointment.ends_on else ""
    return {"person": appointment.person.trail_id, "from": appointment.starts_on.isoformat(), "until": until}


@audit.act()
def end_with_designees(appointment: Appointment, *, by: User) -> Appointment:
    """End an appointment and those made on its behalf, once it is settled that it ends."""
    for designee in appointment.designees.filter(ended_at=None).select_for_update(no_key=True):
        end_with_designees(designee, by=by)
    appointment.ended_at = clock.now()
    appointment.ended_by = by
    appointment.save(update_fields=["ended_at", "ended_by"])
    audit.record(Event.APPOINTMENT_ENDED, by=by, on=appointment)
    outbox.post("people/appointment_ended", to=appointment.person, about=appointment, key=f"ended:{appointment.pk}")
    return appointment
