"""An answer to what is offered, the custody itself or a handoff; on one’s own screen or on that of an office."""

from accounts.actions import custody, handoff
from accounts.models import Custody
from accounts.rules import beside as rules
from accounts.rules.handoff import of_custody
from accounts.rules.standing import standing_of
from registry import audit
from registry.people.models import User


@audit.act()
def accept_beside(offered: Custody, *, by: User, beside: User) -> Custody:
    """Accept at the screen of `beside`, once it is known that it is `by` who does; the trail says where and beside
    whom. Raises `Refused`, `Stale`.
    """
    rules.check_may_open(standing_of(offered.account, beside))
    accept(offered, by=by)
    where = {"beside": beside.trail_label, "offices": [str(role) for role in beside.trail_roles]}
    audit.record(audit.Event.CUSTODY_ACCEPTED_BESIDE, by=by, on=offered.account, after=where)
    return offered


def accept(offered: Custody, *, by: User) -> None:
    """Accept what is offered: the custody itself, or a handoff of which it is a part. Raises `Refused`, `Stale`."""
    passing = of_custody(offered)
    if passing:
        handoff.accept(passing, by=by)
    else:
        custody.accept(offered, by=by)


def decline(offered: Custody, *, why: str, by: User, sure: bool = False) -> None:
    """Decline it, in the same way. Raises `Refused`, `Stale`."""
    passing = of_custody(offered)
    if passing:
        handoff.decline(passing, why=why, by=by, sure=sure)
    else:
        custody.decline(offered, why=why, by=by, sure=sure)
