"""What requests do when offices change, somebody is away, or somebody left (E1.6, E1.7, E1.14)."""

from approvals import concerned
from approvals.actions.asking import ask_again
from approvals.actions.moving import all_locked
from approvals.actions.sponsoring import ask_for_sponsor
from registry import audit
from registry.people.actions.offices import Change
from registry.people.models import User


@audit.act()
def follow_offices(change: Change, *, by: User | None = None) -> None:
    """Ask again, and for a sponsor where who left had asked, in the requests that it can matter to.

    Joins the act of the change, which may go on to accounts: all these requests are locked first, in their order.
    """
    requests = all_locked(concerned.by_change(change))
    for request in requests:
        ask_again(request, by=by)
    for request in requests:
        ask_for_sponsor(request)
