"""Approving alone in an emergency, and what follows when the others agree, refuse, or stay silent (E1.16)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actions import lifecycle, provisional
from accounts.models import Account, AccountState
from approvals import emergency, items, objecting, rules
from approvals.actions.asking import ask
from approvals.actions.deciding import fill_seat
from approvals.actions.moving import locked, locked_with_people
from approvals.actions.setting_up import accounts_held, start_setup
from approvals.models import Answer, Decision, Request, Seat
from approvals.said import Said
from approvals.telling import tell
from registry import audit, clock
from registry.people import proof as proofs
from registry.people.models import User
from registry.people.refusal import Refused, Stale


@audit.act()
def approve_in_emergency(
    request: Request, *, reason: str, seen_hash: str, by: User, proof: proofs.Proof | None
) -> Decision:
    """Approve alone: set-up opens at once, the account is provisional for 48 hours, the other offices are asked now.

    Raises `Refused` for anyone but a holder of the top, without a fresh factor or a reason; `Stale` where the text has
    changed or somebody was first.
    """
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    request = locked_with_people(request)
    seat, appointment = emergency.check_may_approve(request, by)
    seat.round.request = request
    if seen_hash != seat.round.text_hash:
        raise Stale(_("The text has changed since you opened the page. Read it as it is now, then decide."))
    if not reason.strip():
        raise Refused(_("Say why it cannot wait: everyone who decides will read it."), rule="E1.16")
    rules.check_can_become_an_account(request)
    objecting.check_settled(request)
    until = clock.now() + emergency.WITHIN
    seat = _put_before_all(request, seat, until, by=by)
    decision = fill_seat(seat, appointment, Said(Answer.YES, reason), by=by, emergency=True)
    start_setup(request, without=items.refused_in(seat.round), by=by)
    for account in emergency.accounts_of(request):
        provisional.make_provisional(account, until=until, by=by)
    text, after = seat.round.text_hash, {"until": until.isoformat()}
    audit.record(audit.Event.APPROVED_IN_EMERGENCY, by=by, on=request, reason=reason, text_hash=text, after=after)
    tell("approvals/emergency_decision_needed", request)
    tell("approvals/emergency_approved", request, apart_from=[by])
    return decision


def _put_before_all(request: Request, mine: Seat, until: datetime, *, by: User) -> Seat:
    """Open every seat of the round now: this one is the approver's, the others are asked of whoever holds them."""
    for seat in Seat.objects.filter(round=mine.round, decision=None).order_by("step", "pk"):
        seat.opened_at, seat.due_on = seat.opened_at or clock.now(), clock.local(until).date()
        if seat.pk == mine.pk:
            seat.asked, seat.appointment, seat.why = by, None, ""
        seat.save(update_fields=["opened_at", "due_on", "asked", "appointment", "why"])
    ask(request, mine.round, by=by)
    mine.refresh_from_db()
    mine.round.request = request
    return mine


@audit.act()
def activate_now(request: Request, *, by: User) -> Request:
    """Make the provisional accounts active before all offices have approved: an act of Communications."""
    request = locked(request)
    emergency.check_may_activate(request, by)
    rules.check_conditions_are_met(request)
    accounts_held(request)
    waiting = [one for one in emergency.accounts_of(request) if one.state == AccountState.SETTING_UP]
    if not waiting:
        raise Stale(_("The account is active already."))
    for account in waiting:
        lifecycle.activate(account, by=by)
    return request


def suspend_overdue(now: datetime | None = None, *, by: User | None = None) -> int:
    """Suspend what is provisional for longer than 48 hours. Returns how many; any number of times."""
    moment, suspended = now or clock.now(), 0
    due = Account.objects.filter(provisional_until__lte=moment, suspended_at=None).exclude(state=AccountState.RETIRED)
    for request in Request.objects.filter(items__account__in=due).distinct().order_by("pk"):
        with audit.act():
            locked(request)
            for account in due.filter(items__request=request).order_by("pk"):
                why = _("The other offices did not approve it within 48 hours.")
                suspended += bool(provisional.suspend(account, why=why, by=by).suspended_at)
    return suspended
