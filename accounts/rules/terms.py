"""When passwords must change, and where on a platform one does it: who may say so, and what makes sense."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import AccountClass, RotationTerms
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused

#: A password of a month is young enough for any district; more often makes people write them down.
SHORTEST, LONGEST = 30, 3650
MOST_DAYS = 60
#: What the district runs itself; the others have no password of ours.
CLASSES = AccountClass.official()


def check_may_set(user: User) -> None:
    """Raise `Refused` unless they are of Communications: it runs the vault (domain.md, who may do what)."""
    if not powers.has_power(user, Power.SEE_TO_ROTATIONS):
        raise Refused(_("Communications says when passwords must change."), rule="domain: rotation")


def check_terms(said: RotationTerms) -> None:
    """Raise `Refused` for days that cannot be, or that are too many to be meant."""
    if not (1 <= said.urgent_days <= said.other_days <= MOST_DAYS):
        message = _("Urgent: 1 working day or more. Everything else: not sooner, and %(most)s at most.")
        raise Refused(message % {"most": MOST_DAYS}, rule="domain: rotation")
    try:
        date(2025, said.graduates_month, said.graduates_day)
    except ValueError:
        raise Refused(_("Enter a day that every year has, like 6 10."), rule="domain: rotation") from None


def check_days(days: int | None) -> None:
    """Raise `Refused` for a limit that would have people change passwords all the time, or never."""
    if days is not None and not SHORTEST <= days <= LONGEST:
        message = _("Enter from %(least)s to %(most)s days, or leave it empty.")
        raise Refused(message % {"least": SHORTEST, "most": LONGEST}, rule="domain: rotation")
