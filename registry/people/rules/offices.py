"""Who gives which office, and who ends it."""

from django.utils.translation import gettext as _

from registry import clock
from registry.people import powers
from registry.people.models import Appointment, Office, User
from registry.people.power import Power
from registry.people.refusal import Refused

APPOINTED_BY_POWER = {
    Office.ADMINISTRATOR: Power.APPOINT_ADMINISTRATORS,
    Office.COMMUNICATIONS_DIRECTOR: Power.APPOINT_DIRECTOR,
    Office.COMMUNICATIONS_STAFF: Power.APPOINT_STAFF,
}
WITH_DESIGNEES = {Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR}


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
