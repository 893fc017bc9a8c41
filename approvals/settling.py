"""Settling a disowned decision: who may say whether it stands (E1.19).

Communications or the superintendent's side, and nobody with a hand in it: not its maker or recorder, not who decided
beside it, not who has a part in the request.
"""

from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import Decision
from registry.people import powers
from registry.people.models import Office, User
from registry.people.refusal import Refused, Stale


def check_may_settle(decision: Decision, user: User) -> None:
    """Raise `Refused` unless this person may settle it, `Stale` where somebody has, or nobody objects."""
    scan = decision.scan
    if scan.objected_at is None:
        raise Stale(_("Nobody has objected to this decision."))
    if not (powers.is_communications(user) or _is_of_the_top(user)):
        raise Refused(_("Communications or the superintendent’s office settles this."), rule="E1.19")
    if user.pk in rules.deciders_of(decision.round) | rules.apart_from(decision.round.request):
        raise Refused(_("You have a part in this decision or request, so somebody else settles it."), rule="E1.19")
    if scan.settled_at and scan.settled_by:
        raise Stale(_("%(who)s has settled this already.") % {"who": scan.settled_by.name})


def _is_of_the_top(user: User) -> bool:
    """The superintendent, their designee, or the alternate, who stands in for the top."""
    return any(powers.holds(user, office) for office in (Office.SUPERINTENDENT, Office.ALTERNATE))
