"""For how long entries of the trail are kept: who sees it, who says it, and what makes sense (security C6)."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_names_nobody
from registry import clock
from registry.audit.filters import kinds
from registry.audit.models.schedule import LONGEST
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused

RULE = "security C6"


def check_may_see(user: User) -> None:
    """Raise `Refused` unless this person reads the whole trail, or carries out what two agree to remove from it."""
    if not powers.powers_of(user) & {Power.READ_WHOLE_TRAIL, Power.OPERATE}:
        message = _("Those who read the whole trail see for how long it is kept, and whoever operates the site.")
        raise Refused(message, rule=RULE)


def check_may_set(user: User) -> None:
    """Raise `Refused` unless it is theirs to say for how long entries are kept."""
    if not powers.has_power(user, Power.DISPOSE):
        message = _("The superintendent or the communications director says for how long entries are kept.")
        raise Refused(message, rule=RULE)


def check_schedule(*, kind: str, years: int, authority: str, starts_on: date) -> None:
    """Raise `Refused` where a schedule makes no sense."""
    if kind not in dict(kinds()):
        raise Refused(_("There is no such kind of entries."), rule=RULE, field="kind")
    if not 1 <= years <= LONGEST:
        message = _("Entries are kept for at least one year, and for at most %(most)d.")
        raise Refused(message % {"most": LONGEST}, rule=RULE, field="years")
    check_authority(authority)
    if starts_on < clock.today():
        raise Refused(_("It can begin today or later, not before."), rule=RULE, field="starts_on")


def check_authority(authority: str) -> None:
    """Raise `Refused` where nothing is named, or a student or a password is."""
    if not authority:
        raise Refused(_("Name the authority, like the records schedule and its item."), rule=RULE, field="authority")
    check_names_nobody(authority, "authority")
    check_reads_like_none(authority)
