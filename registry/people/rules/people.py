"""Inviting people, correcting what is known of them, and closing their sign-in."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils.translation import gettext as _

from registry import clock
from registry.people import powers
from registry.people.models import Appointment, Departure, DepartureWhy, Office, User
from registry.people.power import Power
from registry.people.refusal import Refused

#: What the column holds (RFC 5321 allows no more).
LONGEST_ADDRESS = 254
validate_max_length = MaxLengthValidator(LONGEST_ADDRESS)
NEVER_VACANT = {Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.SYSTEM_ADMINISTRATOR}


def check_may_invite(by: User) -> None:
    """Superintendent, communications director and system administrators invite people."""
    if not powers.has_power(by, Power.INVITE):
        raise Refused(
            _("Only the superintendent, the communications director and system administrators can invite people."),
            rule="who may do what: import of people",
        )


def check_may_edit(by: User, person: User) -> None:
    """Whoever may invite may correct a person's name, title and unit."""
    if not powers.has_power(by, Power.INVITE):
        raise Refused(_("Only those who invite people can change their details."), rule="who may do what")


def district_address(email: str) -> str:
    """The address in lower case. Raises `Refused` unless it is a valid one, of the district, and free."""
    address = email.strip().lower()
    try:
        validate_max_length(address)
        validate_email(address)
    except ValidationError:
        raise Refused(_("Enter an e-mail address in full.")) from None
    if address.rpartition("@")[2] not in settings.DISTRICT_EMAIL_DOMAINS:
        domains = ", ".join(settings.DISTRICT_EMAIL_DOMAINS)
        raise Refused(_("Enter an address of the district: it ends in %(domains)s.") % {"domains": domains})
    if User.objects.filter(email=address).exists():
        raise Refused(taken_words())
    return address


def taken_words() -> str:
    """The sentence for an address that somebody has."""
    return _("Somebody with this address is here already.")


def namesake(name: str, apart_from: User | None = None) -> User | None:
    """An active person of exactly this name, whatever its capitals and spaces: two who decide could mistake them."""
    same = User.objects.filter(is_active=True, name__iexact=" ".join(name.split())).select_related("unit")
    return (same.exclude(pk=apart_from.pk) if apart_from else same).order_by("pk").first()


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
    check_can_be_closed(person)


def check_can_be_closed(person: User) -> None:
    """Whoever closes it: not of the only holder of an office that is never vacant, nor of one that two people give."""
    _check_holds_nothing_given_by_two(person)
    for row in person.appointments.in_force().filter(office__in=NEVER_VACANT, on_behalf_of=None):
        if not _others_hold(row):
            raise Refused(
                _("%(name)s is the only %(office)s. Somebody else must hold that office first.")
                % {"name": person.name, "office": row.get_office_display().lower()},
                rule="the top offices are never vacant",
            )


def _check_holds_nothing_given_by_two(person: User) -> None:
    """What two people give, one does not end by closing a sign-in: the office ends first, by two."""
    given = person.appointments.filter(office__in=powers.BY_TWO_TOGETHER, on_behalf_of=None, ended_at=None)
    row = given.exclude(ends_on__lt=clock.today()).first()
    if row:
        words = {"name": person.name, "office": row.get_office_display().lower()}
        message = _(
            "%(name)s is %(office)s, an office that two people give and end together. End it first, then close the "
            "sign-in. Until then you can sign %(name)s out everywhere."
        )
        raise Refused(message % words, rule="two-person acts")


def check_may_reactivate(by: User, person: User) -> None:
    """Who may reopen a closed sign-in."""
    check_may_close_sign_in(by, person)
    if person.is_active:
        raise Refused(_("%(name)s is active already.") % {"name": person.name})
    last = Departure.objects.filter(person=person, done_at__isnull=False).first()
    if last and last.why == DepartureWhy.DISMISSED and not powers.has_power(by, Power.DISMISS):
        message = _("The superintendent or the communications director opens the sign-in of %(name)s again.")
        raise Refused(message % {"name": person.name}, rule="decision 38")


def _others_hold(row: Appointment) -> bool:
    same = Appointment.objects.in_force().filter(office=row.office, on_behalf_of=None)
    return same.exclude(person_id=row.person_id).exists()


def check_may_invite_again(by: User, person: User) -> None:
    """Whoever may invite may send the letter again, while no password is set."""
    check_may_invite(by)
    if person.has_usable_password() or not person.is_active:
        raise Refused(_("%(name)s does not wait for an invitation.") % {"name": person.name})
