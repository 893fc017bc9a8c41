"""That somebody leaves: their last day, and the act that closes them out at its midnight, or at once."""

from datetime import date

from registry import audit, clock, outbox
from registry.audit import Event
from registry.outbox.dropping import drop_all_to
from registry.people import rules
from registry.people.actions.closing import close
from registry.people.actions.locking import locked
from registry.people.models import Appointment, Departure, DepartureWhy, Office, User
from registry.people.refusal import Stale

#: Those whom no letter reaches, or shall.
SILENT = (DepartureWhy.DISMISSED, DepartureWhy.UNREACHABLE)


@audit.act()
def plan_departure(person: User, *, last_day: date, why: str, by: User) -> Departure:
    """Record the last day of somebody: they and their administrators are told. Nothing ends before its midnight.

    Raises `Refused` for whoever may not say so and for days that make no sense, `Stale` where a day is recorded.
    """
    person = locked(person)
    rules.check_may_set_last_day(by, person)
    rules.check_can_be_planned(why)
    rules.check_last_day(last_day)
    planned = rules.planned_for(person)
    if planned:
        raise Stale(rules.planned_already(planned))
    made = Departure.objects.create(person=person, why=DepartureWhy(why), last_day=last_day, made_by=by)
    audit.record(Event.DEPARTURE_PLANNED, by=by, on=made, reason_code=made.why, after=_facts(made))
    _tell(made, by=by)
    return made


@audit.act()
def change_departure(departure: Departure, *, last_day: date, why: str, by: User) -> Departure:
    """Record another last day, while the first is not over; the same once more changes nothing. Raises as above."""
    person = locked(departure.person)
    planned = rules.check_may_take_back(by, person)
    rules.check_can_be_planned(why)
    rules.check_last_day(last_day)
    if (planned.last_day, planned.why) == (last_day, why):
        return planned
    before = _facts(planned)
    planned.last_day, planned.why = last_day, DepartureWhy(why)
    planned.save(update_fields=["last_day", "why"])
    audit.record(Event.DEPARTURE_CHANGED, by=by, on=planned, before=before, after=_facts(planned))
    _tell(planned, by=by)
    return planned


@audit.act()
def take_departure_back(person: User, *, by: User) -> Departure:
    """Say that they stay after all; they are told. Raises `Refused`, `Stale` where none is recorded or it is done."""
    person = locked(person)
    planned = rules.check_may_take_back(by, person)
    planned.taken_back_at, planned.taken_back_by = clock.now(), by
    planned.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record(Event.DEPARTURE_TAKEN_BACK, by=by, on=planned, before=_facts(planned))
    _tell(planned, by=by)
    return planned


@audit.act()
def leave_now(person: User, *, why: str, by: User) -> Departure:
    """Close somebody out at once, and carry it through everything they hold. Raises `Refused`, `Stale`."""
    person = locked(person)
    dismissed = why == DepartureWhy.DISMISSED
    (rules.check_may_dismiss if dismissed else rules.check_may_close_out)(by, person)
    done = rules.planned_for(person) or Departure(person=person, made_by=by)
    done.why, done.last_day, done.done_at = DepartureWhy(why), clock.today(), clock.now()
    done.save()
    event = Event.PERSON_DISMISSED if dismissed else Event.DEPARTURE_DONE
    audit.record(event, by=by, on=done, reason_code=done.why, after=_facts(done))
    close(person, by=by)
    if why in SILENT:
        drop_all_to(person)
    return done


@audit.act()
def leave_as_planned(departure: Departure, *, by: User | None = None) -> bool:
    """Close out whoever's last day is over; whether anything was left to do. What stands in the way raises `Refused`.

    It is done on the word of whoever recorded the day, in whose name the trail keeps what follows from it.
    """
    person = locked(departure.person)
    planned = rules.planned_for(person)
    if planned is None or planned.last_day >= clock.today() or not person.is_active:
        return False
    rules.check_can_leave(planned)
    planned.done_at = clock.now()
    planned.save(update_fields=["done_at"])
    audit.record(Event.DEPARTURE_DONE, by=by, on=planned, reason_code=planned.why, after=_facts(planned))
    close(person, by=planned.made_by)
    return True


@audit.act()
def say_it_waits(departure: Departure, *, by: User | None = None) -> None:
    """Their last day is over, and they cannot be closed out yet: who can end what stands in the way is told, once."""
    offices = (Office.SUPERINTENDENT, Office.SYSTEM_ADMINISTRATOR)
    rows = Appointment.objects.in_force().filter(office__in=offices, on_behalf_of=None).select_related("person")
    for person in {row.person_id: row.person for row in rows if row.person_id != departure.person_id}.values():
        key = f"cannot_leave:{departure.pk}:{departure.last_day.isoformat()}:{person.pk}"
        outbox.post("people/cannot_leave", to=person, about=departure, key=key, departure=departure.pk)


def _facts(departure: Departure) -> dict[str, str]:
    return {"last_day": departure.last_day.isoformat(), "why": departure.why}


@audit.act()
def _tell(departure: Departure, *, by: User) -> None:
    """Them, and who administers where they work, in their own right; of a day that was said before, once more."""
    unit = departure.person.unit
    near = Appointment.objects.in_force().filter(office=Office.ADMINISTRATOR, on_behalf_of=None)
    rows = near.filter(unit__in=unit.path_ids()[:1] if unit else []).select_related("person").order_by("pk")
    state = "back" if departure.taken_back_at else departure.last_day.isoformat()
    for person in {one.pk: one for one in (departure.person, *(row.person for row in rows))}.values():
        if person.pk != by.pk:
            key = f"last_day:{departure.pk}:{state}:{person.pk}:{clock.now().isoformat()}"
            outbox.post("people/last_day", to=person, about=departure, key=key, departure=departure.pk)
