"""Being out of office, and coming back. Others follow: whoever else should be asked is asked at once."""

from datetime import date

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import proof as proofs
from registry.people import rules
from registry.people.actions.locking import locked, locked_in_order
from registry.people.actions.offices import let_others_follow
from registry.people.models import Absence, Appointment, User


@audit.act()
def record_absence(
    *, person: User, starts_on: date, ends_on: date, by: User, proof: proofs.Proof | None = None
) -> Absence:
    """Say that somebody is away from one day to another, both included.

    They keep their offices and may still decide; they are only asked last. Their designees are told. Of another it is
    said with a second factor of at most 12 hours (`proof`), and a letter tells them. Raises `Refused` for whoever may
    not say so, for days that make no sense or that another absence has taken.
    """
    person = locked_in_order(person, by)[person.pk]
    rules.check_may_record_absence(by, person)
    _check_it_is_them(person, by, proof)
    rules.check_absence(person, starts_on, ends_on)
    made = Absence.objects.create(person=person, starts_on=starts_on, ends_on=ends_on, made_by=by)
    days = {"person": person.trail_id, "from": starts_on.isoformat(), "until": ends_on.isoformat()}
    audit.record(Event.ABSENCE_RECORDED, by=by, on=made, after=days)
    if by.pk != person.pk:
        outbox.post("people/absence_recorded", to=person, about=made, key=f"absence:{made.pk}")
    for row in _designations(made):
        outbox.post(
            "people/standing_in", to=row.person, about=made, key=f"standing_in:{made.pk}:{row.pk}", appointment=row.pk
        )
    _let_others_follow(person)
    return made


def _let_others_follow(person: User) -> None:
    """Whatever they hold today is filled by somebody else, or by them again; nothing where they hold no office."""
    rows = list(Appointment.objects.in_force().filter(person=person).select_related("person", "unit"))
    if rows:
        let_others_follow(rows)


def _check_it_is_them(person: User, by: User, proof: proofs.Proof | None) -> None:
    """Whose absence moves what others decide: that of another needs a fresh factor of the one who says so."""
    if by.pk != person.pk:
        proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)


def _designations(absence: Absence) -> list[Appointment]:
    """Who stands in on the first of these days, by which appointment."""
    rows = Appointment.objects.in_force(absence.starts_on).filter(on_behalf_of__person=absence.person)
    return list(rows.select_related("person").order_by("pk"))


@audit.act()
def end_absence(absence: Absence, *, by: User, proof: proofs.Proof | None = None) -> Absence:
    """Come back before the last day, or call off an absence to come; of another with a `proof`, as when recording it.

    Raises `Refused`, and `Stale` where it is over.
    """
    person = locked(absence.person)
    absence = Absence.objects.select_for_update(of=("self",), no_key=True).get(pk=absence.pk)
    absence.person = person
    rules.check_may_end_absence(by, absence)
    _check_it_is_them(person, by, proof)
    absence.ended_at, absence.ended_by = clock.now(), by
    absence.save(update_fields=["ended_at", "ended_by"])
    audit.record(Event.ABSENCE_ENDED, by=by, on=absence)
    if by.pk != person.pk:
        outbox.post("people/absence_ended", to=person, about=absence, key=f"absence_ended:{absence.pk}")
    _let_others_follow(person)
    return absence
