"""Which facts make an appointment: dates that make sense, no overlap, nothing one does not hold oneself."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from registry import clock
from registry.people import powers
from registry.people.models import Appointment, Office, Unit, User
from registry.people.refusal import Refused

ONE_AT_A_TIME = {Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR}


def check_appointment(
    *, person: User, office: Office, unit: Unit | None, starts_on: date, ends_on: date | None,
    on_behalf_of: Appointment | None, by: User | None,
) -> None:  # fmt: skip
    """Whether these facts make an appointment. Raises `Refused` with what is wrong; call it with the person locked."""
    if not person.is_active:
        raise Refused(_("%(name)s is deactivated and cannot hold an office.") % {"name": person.name})
    if by is not None and person.pk == by.pk:
        raise Refused(_("You cannot appoint yourself."), rule="invariant 1")
    if (office == Office.ADMINISTRATOR) != (unit is not None):
        raise Refused(
            _("An administrator needs a unit.")
            if unit is None
            else _("This office is of the whole district: it has no unit."),
            field="unit",
        )
    _check_dates(starts_on, ends_on)
    if on_behalf_of is not None:
        _check_designee(on_behalf_of, office, unit, starts_on, ends_on)
        _check_not_in_a_circle(person, on_behalf_of, starts_on, ends_on)
    _check_free(person, office, unit, starts_on, ends_on, on_behalf_of)
    _check_separate(person, office, starts_on, ends_on)


def _check_dates(starts_on: date, ends_on: date | None) -> None:
    if starts_on < clock.today():
        raise Refused(_("An appointment cannot begin in the past. Enter today or a later date."), field="starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day comes before the first. Enter a later last day."), field="ends_on")


def _check_designee(
    principal: Appointment, office: Office, unit: Unit | None, starts_on: date, ends_on: date | None
) -> None:
    if (principal.office, principal.unit_id) != (office, unit.pk if unit else None):
        raise Refused(
            _("A designee gets the same office and unit, no more."), rule="cannot give what one does not hold"
        )
    last = principal.ends_on
    outlasts = last is not None and (ends_on is None or ends_on > last)
    if outlasts or starts_on < principal.starts_on:
        raise Refused(
            _("You hold this office only from %(start)s until %(end)s. A designee cannot hold it longer.")
            % {
                "start": f"{principal.starts_on:%B %-d, %Y}",
                "end": f"{last:%B %-d, %Y}" if last else _("further notice"),
            },
            rule="cannot give what one does not hold",
            field="ends_on" if outlasts else "starts_on",
        )


def _check_not_in_a_circle(person: User, principal: Appointment, starts_on: date, ends_on: date | None) -> None:
    """Two who stand in for each other are both away when one is counted on (E1.6)."""
    other_way = overlapping(starts_on, ends_on).filter(person=principal.person, on_behalf_of__person=person).first()
    if other_way:
        raise Refused(
            _(
                "On some of these days you stand in for %(name)s (%(number)s). "
                "Two people cannot stand in for each other."
            )
            % {"name": person.name, "number": other_way.number},
            rule="E1.6: circular delegation",
            field="starts_on",
        )


def _check_free(
    person: User, office: Office, unit: Unit | None, starts_on: date, ends_on: date | None,
    on_behalf_of: Appointment | None,
) -> None:  # fmt: skip
    meanwhile = overlapping(starts_on, ends_on).filter(office=office, unit=unit)
    own = meanwhile.filter(person=person).first()
    if own:
        raise Refused(
            _("%(name)s holds this office on some of these days already (%(number)s).")
            % {"name": person.name, "number": own.number},
            field="starts_on",
        )
    if office not in ONE_AT_A_TIME or on_behalf_of is not None:
        return
    holder = meanwhile.filter(on_behalf_of=None).select_related("person").first()
    if holder:
        raise Refused(
            _("%(name)s holds this office on some of these days. End that appointment first.")
            % {"name": holder.person.name},
            field="starts_on",
        )


def overlapping(starts_on: date, ends_on: date | None) -> Any:
    """Appointments of active people, not ended early, that share a day with these dates."""
    rows = Appointment.objects.filter(ended_at=None, person__is_active=True).exclude(ends_on__lt=starts_on)
    return rows.filter(starts_on__lte=ends_on) if ends_on else rows


def _check_separate(person: User, office: Office, starts_on: date, ends_on: date | None) -> None:
    held = set(overlapping(starts_on, ends_on).filter(person=person).values_list("office", flat=True))
    operates = Office.SYSTEM_ADMINISTRATOR
    others = (powers.DECIDING | powers.OPENS_THE_VAULT) & (held if office == operates else {office})
    if others and (office == operates or operates in held):
        raise Refused(
            _(
                "A system administrator can neither read a secret nor decide a request, "
                "so cannot hold this office as well."
            ),
            rule="who may do what: system administrator",
        )
