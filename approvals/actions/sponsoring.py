"""Taking over the request of somebody who has left (E1.14)."""

from approvals import sponsoring
from approvals.actions.asking import ask, settle
from approvals.actions.moving import locked
from approvals.models import Request, RoundOutcome
from approvals.telling import tell
from registry import audit, clock
from registry.people.models import User


@audit.act()
def take_over(request: Request, *, by: User) -> Request:
    """Become the requester in the place of one who has left; decisions made before stay.

    Whoever takes it over decides no part of it (invariant 1), so an office they were asked for is put before somebody
    else. Raises `Refused` for whoever may not, `Stale` where somebody else was first.
    """
    request = locked(request)
    sponsoring.check_can_take_over(request, by)
    left = request.requester
    first = request.first_requester or left
    back = first.pk == by.pk  # whoever asked first is here again: it is theirs as before
    request.first_requester, request.taken_over_at = (None, None) if back else (first, clock.now())
    request.requester = by
    request.save(update_fields=["requester", "first_requester", "taken_over_at"])
    audit.record(
        audit.Event.REQUEST_TAKEN_OVER, by=by, on=request, reference=request.reference,
        before={"requester": left.trail_label}, after={"requester": by.trail_label},
    )  # fmt: skip
    _ask_others(request, by=by)
    tell("approvals/taken_over", request, apart_from=[by])
    return request


def _ask_others(request: Request, *, by: User) -> None:
    round_ = request.rounds.filter(outcome=RoundOutcome.OPEN).first()
    if round_ is None:
        return
    if ask(request, round_, by=by):
        tell("approvals/decision_needed", request)
    settle(request, by=by)


def ask_for_sponsors(*, by: User | None = None) -> int:
    """Write to those who could take over a request whose requester has left; each is written to once about them.

    Returns how many requests wait for a sponsor. Runs daily; for what people do see `follow_offices`.
    """
    waiting = 0
    for request in sponsoring.orphaned().order_by("pk"):
        with audit.act():
            waiting += ask_for_sponsor(locked(request))
    return waiting


def ask_for_sponsor(request: Request) -> bool:
    """The same for one request that is locked; whether it waits for one."""
    if not sponsoring.orphaned().filter(pk=request.pk).exists():
        return False
    tell("approvals/sponsor_needed", request, requester=str(request.requester_id))
    return True
