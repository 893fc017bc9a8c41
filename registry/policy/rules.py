"""May this person publish, confirm, see who did, or record a confirmation on paper, now?"""

from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry import clock, policy
from registry.people import powers
from registry.people.models import Unit, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale
from registry.policy.models import Acknowledgement, PolicyVersion


def check_may_publish(by: User) -> None:
    """Communications director and superintendent publish."""
    if not powers.has_power(by, Power.PUBLISH_POLICY):
        raise Refused(
            _("Only the communications director and the superintendent can publish the policy."), rule="who may do what"
        )


def check_base(number: int) -> None:
    """Whether the version a new one starts from (0: none) is still the one in force."""
    newest = policy.current()
    if newest is not None and newest.number != number:
        raise Stale(
            _("Version %(number)s was published while you wrote. Compare it with yours first.")
            % {"number": newest.number}
        )


def check_is_current(version: PolicyVersion) -> None:
    """A confirmation counts for the version in force, as its reader saw it."""
    newest = policy.current()
    if newest is None or newest.pk != version.pk:
        raise Stale(_("A newer version of the policy was published meanwhile. Read that one and confirm it."))


def check_may_see_report(by: User) -> None:
    """Superintendent and Communications see everybody, an administrator their own units (guidelines)."""
    if not {Power.POLICY_EVERYWHERE, Power.POLICY_IN_UNIT} & powers.powers_of(by):
        raise Refused(
            _("Only the superintendent, Communications and administrators can see who has confirmed the policy."),
            rule="who may do what",
        )


def units_of_report(by: User) -> list[Unit] | None:
    """The units whose people this person sees, each with all below it; None is everybody."""
    rows = powers.offices_of(by)
    if any(Power.POLICY_EVERYWHERE in powers.powers_from(row) for row in rows):
        return None
    return [row.unit for row in rows if row.unit and Power.POLICY_IN_UNIT in powers.powers_from(row)]


def staff_of_report(by: User) -> Q:
    """The active people this person sees in the report, as a condition on users."""
    units, staff = units_of_report(by), Q(is_active=True)
    if units is None:
        return staff
    within = Q(pk__in=[])
    for unit in units:
        within |= Q(unit__path__startswith=unit.path)
    return staff & within


def check_may_record(by: User, person: User) -> None:
    """Whether this one may record what that one signed: a second person, who answers for the unit or for all."""
    check_may_see_report(by)
    if by.pk == person.pk:
        raise Refused(_("Nobody records their own confirmation. Confirm the policy on its page."), rule="invariant 1")
    if not User.objects.filter(staff_of_report(by), pk=person.pk).exists():
        raise Refused(
            _("%(name)s is not on the active staff of your units.") % {"name": person.name}, rule="who may do what"
        )


def check_not_confirmed(version: PolicyVersion, person: User) -> None:
    """A version is confirmed once: whoever comes second is told what was first."""
    row = Acknowledgement.objects.filter(version=version, person=person).first()
    if row:
        facts = {"name": person.name, "day": _in_words(clock.local(row.at).date())}
        raise Stale(_("%(name)s has confirmed this version already, on %(day)s.") % facts)


def check_signed_on(version: PolicyVersion, day: date) -> None:
    """The day on the paper: not before there was such a version, and not in the future."""
    if day > clock.today():
        raise Refused(_("The day of the signature is still to come. Enter the day on the paper."))
    published = clock.local(version.published_at).date()
    if day < published:
        raise Refused(
            _("This version was published on %(day)s. A signature from before it is for an older one.")
            % {"day": _in_words(published)}
        )


def _in_words(day: date) -> str:
    return date_format(day, "F j, Y")
