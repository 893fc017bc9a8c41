"""Giving and ending offices."""

from datetime import date

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import rules
from registry.people.actions.locking import locked_in_order
from registry.people.models import Appointment, Office, Unit, User


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
    return give(
        person=person, office=office, unit=unit, starts_on=starts_on, ends_on=ends_on, by=by, on_behalf_of=on_behalf_of
    )


@audit.act()
def give(
    *, person: User, office: Office, unit: Unit | None, starts_on: date, ends_on: date | None,
    by: User | None, on_behalf_of: Appointment | None = None,
) -> Appointment:  # fmt: skip
    """Make the appointment once it is settled who may give it: by whom, or by the founding (`by=None`)."""
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
    return end_with_designees(appointment, by=by)


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
