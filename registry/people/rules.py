"""May this person do this, now? `check_…` raises `Refused` with the sentence; buttons ask the same through `may`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from registry import clock
from registry.people import powers
from registry.people.models import Appointment, Office, Unit, User
from registry.people.powers import Power
from registry.people.refusal import Refused

APPOINTED_BY_POWER = {
    Office.ADMINISTRATOR: Power.APPOINT_ADMINISTRATORS,
    Office.COMMUNICATIONS_DIRECTOR: Power.APPOINT_DIRECTOR,
    Office.COMMUNICATIONS_STAFF: Power.APPOINT_STAFF,
}
WITH_DESIGNEES = {Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR}
ONE_AT_A_TIME = {Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR}
NEVER_VACANT = {Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.SYSTEM_ADMINISTRATOR}


def may(check: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Whether a check would let it pass: for buttons."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True


def check_may_invite(by: User) -> None:
    """Superintendent, communications director and system administrators invite people."""
    if not powers.has_power(by, Power.INVITE):
        raise Refused(
            _("Only the superintendent, the communications director and system administrators can invite people."),
            rule="who may do what: import of people",
        )


def check_may_open_unit(by: User) -> None:
    """System administrators look after the tree of units."""
    if not powers.has_power(by, Power.OPERATE):
        raise Refused(_("Only system administrators can add units."), rule="who may do what: settings")


def check_unit(name: str, parent: Unit | None) -> None:
    """Whether a unit makes sense here: under the one district, by a name of its own, whatever its capitals."""
    if parent is None:
        raise Refused(_("There is one district. Every other unit is under the district or a unit of it."))
    if Unit.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a unit with this name already."))


def check_may_edit(by: User, person: User) -> None:
    """Whoever may invite may correct a person's name, title and unit."""
    if not powers.has_power(by, Power.INVITE):
        raise Refused(_("Only those who invite people can change their details."), rule="who may do what")


def district_address(email: str) -> str:
    """The address in lower case. Raises `Refused` unless it is a valid one, of the district, and free."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("Enter an e-mail address in full.")) from None
    if address.rpartition("@")[2] not in settings.DISTRICT_EMAIL_DOMAINS:
        domains = ", ".join(settings.DISTRICT_EMAIL_DOMAINS)
        raise Refused(_("Enter an address of the district: it ends in %(domains)s.") % {"domains": domains})
    if User.objects.filter(email=address).exists():
        raise Refused(_("Somebody with this address is here already."))
    return address


def check_may_close_sign_in(by: User, person: User) -> None:
    """Who may close, reopen and end the sessions of another person's sign-in."""
    if not powers.has_power(by, Power.CLOSE_SIGN_IN):
        raise Refused(
            _("Only the superintendent, the communications director and system administrators can do this."),
            rule="who may do what",
        )
    if by.pk == person.pk:
        raise Refused(_("You cannot do this to your own sign-in."), rule="nobody alone on their own account")


def check_may_deactivate(by: User, person: User) -> None:
    """As above; and an office the district cannot be without needs another holder first."""
    check_may_close_sign_in(by, person)
    if not person.is_active:
        raise Refused(_("%(name)s is deactivated already.") % {"name": person.name})
    for row in person.appointments.in_force().filter(office__in=NEVER_VACANT, on_behalf_of=None):
        if not _others_hold(row):
            raise Refused(
                _("%(name)s is the only %(office)s. Somebody else must hold that office first.")
                % {"name": person.name, "office": row.get_office_display().lower()},
                rule="the top offices are never vacant",
            )


def check_may_reactivate(by: User, person: User) -> None:
    """Who may reopen a closed sign-in."""
    check_may_close_sign_in(by, person)
    if person.is_active:
        raise Refused(_("%(name)s is active already.") % {"name": person.name})


def _others_hold(row: Appointment) -> bool:
    same = Appointment.objects.in_force().filter(office=row.office, on_behalf_of=None)
    return same.exclude(person_id=row.person_id).exists()


def check_may_appoint(by: User, office: Office, *, on_behalf_of: Appointment | None = None) -> None:
    """Who may give which office (domain.md, who may do what): a designee is given by the office's own holder."""
    if on_behalf_of is not None:
        check_may_name_designee(by, on_behalf_of)
    elif office in powers.BY_TWO_TOGETHER:
        raise Refused(
            _(
                "A superintendent, an alternate or a system administrator is appointed by two people together: two of "
                "superintendent, communications director and alternate. One person cannot do it."
            ),
            rule="two-person acts",
        )
    elif not powers.has_power(by, APPOINTED_BY_POWER[office]):
        raise Refused(_who_appoints(office), rule="who may do what: appointments")


def _who_appoints(office: Office) -> str:
    if office == Office.COMMUNICATIONS_STAFF:
        return _("Only the communications director can appoint communications staff: it opens the vault to them.")
    return _("Only the superintendent can make this appointment.")


def check_may_name_designee(by: User, principal: Appointment) -> None:
    """A designee is named for one's own office, by its holder, never by a designee (no sub-delegation)."""
    if principal.person_id != by.pk:
        raise Refused(
            _("You can only name a designee for an office you hold."), rule="cannot give what one does not hold"
        )
    if principal.on_behalf_of_id is not None:
        raise Refused(_("You act as a designee yourself, and cannot pass that on."), rule="no sub-delegation")
    if principal.office not in WITH_DESIGNEES:
        raise Refused(_("This office has no designees."), rule="who may do what: designees")
    if not Appointment.objects.in_force().filter(pk=principal.pk).exists():
        raise Refused(_("You do not hold this office now."), rule="cannot give what one does not hold")


def offices_to_give(by: User) -> list[Office]:
    """The offices this person may give to others."""
    held = powers.powers_of(by)
    return [office for office, power in APPOINTED_BY_POWER.items() if power in held]


def offices_with_designees(by: User) -> list[Appointment]:
    """The person's own offices for which they may name a designee."""
    rows = powers.offices_of(by)
    return [row for row in rows if row.on_behalf_of_id is None and Office(row.office) in WITH_DESIGNEES]


def check_may_appoint_somebody(by: User) -> None:
    """Whether there is any office this person could give."""
    if not (offices_to_give(by) or offices_with_designees(by)):
        raise Refused(_("Only those who hold an office can give one or name a designee."), rule="who may do what")


def check_may_appoint_to(by: User, person: User) -> None:
    """Whether there is any office this person could give that one."""
    check_may_appoint_somebody(by)
    if by.pk == person.pk:
        raise Refused(_("You cannot appoint yourself."), rule="invariant 1")
    if not person.is_active:
        raise Refused(_("%(name)s is deactivated and cannot hold an office.") % {"name": person.name})


def check_may_invite_again(by: User, person: User) -> None:
    """Whoever may invite may send the letter again, while no password is set."""
    check_may_invite(by)
    if person.has_usable_password() or not person.is_active:
        raise Refused(_("%(name)s does not wait for an invitation.") % {"name": person.name})


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
            else _("This office is of the whole district: it has no unit.")
        )
    _check_dates(starts_on, ends_on)
    if on_behalf_of is not None:
        _check_designee(on_behalf_of, office, unit, starts_on, ends_on)
    _check_free(person, office, unit, starts_on, ends_on, on_behalf_of)
    _check_separate(person, office, starts_on, ends_on)


def _check_dates(starts_on: date, ends_on: date | None) -> None:
    if starts_on < clock.today():
        raise Refused(_("An appointment cannot begin in the past. Enter today or a later date."))
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day comes before the first. Enter a later last day."))


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
        )


def _check_free(
    person: User, office: Office, unit: Unit | None, starts_on: date, ends_on: date | None,
    on_behalf_of: Appointment | None,
) -> None:  # fmt: skip
    meanwhile = overlapping(starts_on, ends_on).filter(office=office, unit=unit)
    if meanwhile.filter(person=person).exists():
        raise Refused(_("%(name)s holds this office on some of these days already.") % {"name": person.name})
    if office not in ONE_AT_A_TIME or on_behalf_of is not None:
        return
    holder = meanwhile.filter(on_behalf_of=None).select_related("person").first()
    if holder:
        raise Refused(
            _("%(name)s holds this office on some of these days. End that appointment first.")
            % {"name": holder.person.name}
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


def check_may_end(by: User, appointment: Appointment) -> None:
    """Who gave it, or may give it, may end it; a designee may lay it down; two-person offices end by two."""
    if appointment.ended_at is not None or (appointment.ends_on and appointment.ends_on < clock.today()):
        raise Refused(_("This appointment has ended already."))
    if appointment.on_behalf_of is not None:
        if by.pk not in (appointment.person_id, appointment.on_behalf_of.person_id):
            raise Refused(_("Only the holder of the office and the designee can end this."), rule="who may do what")
        return
    check_may_appoint(by, Office(appointment.office))
    if by.pk == appointment.person_id:
        raise Refused(_("You cannot end your own appointment."), rule="who may do what")
