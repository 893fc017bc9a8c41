"""When an account needs care: who may say so, and what makes sense (domain.md: health)."""

from django.utils.translation import gettext as _

from accounts.models import AccountClass, HealthTerms
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused

#: Ten years; longer is no limit.
LONGEST = 3650
#: What the district runs itself; the others have no login of ours.
CLASSES = AccountClass.official()
LIMITS = ("checked_days", "verify_days", "custodian_days", "attest_days", "silent_days")


def check_may_set(user: User) -> None:
    """Raise `Refused` unless they direct Communications, which runs the vault (domain.md, who may do what)."""
    if not powers.has_power(user, Power.PLAN_PROOFS):
        raise Refused(_("The communications director says when an account needs care."), rule="domain: health")


def check_terms(said: HealthTerms) -> None:
    """Raise `Refused` for days that cannot be meant: more than a check a month, or what ends in ten years."""
    if said.checked_days is not None and not 30 <= said.checked_days <= LONGEST:
        message = _("Enter from 30 to %(most)s days between two checks, or leave it empty.")
        raise Refused(message % {"most": LONGEST}, rule="domain: health")
    if said.attest_days is not None and not 30 <= said.attest_days <= LONGEST:
        message = _("Enter from 30 to %(most)s days between two attestations, or leave it empty.")
        raise Refused(message % {"most": LONGEST}, rule="domain: health", field="attest_days")
    if said.silent_days is not None and not 7 <= said.silent_days <= LONGEST:
        message = _("Enter from 7 to %(most)s days without a post, or leave it empty.")
        raise Refused(message % {"most": LONGEST}, rule="domain: health", field="silent_days")
    if not (1 <= said.verify_days <= LONGEST and 1 <= said.custodian_days <= LONGEST):
        raise Refused(_("Enter from 1 to %(most)s days.") % {"most": LONGEST}, rule="domain: health")


def mark_of(row: HealthTerms | None) -> str:
    """What a limit said when a page was drawn, to tell whether it has changed since; empty where there was none."""
    return ",".join(str(getattr(row, name)) for name in LIMITS) if row is not None and row.pk else ""
