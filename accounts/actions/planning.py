"""Putting the plan of an end on record, with its steps: by Communications, or because a platform ends."""

from accounts.actions.closing_letters import tell
from accounts.actions.packet_reopening import ask_before
from accounts.actions.packet_settling import settle
from accounts.actions.words import LONGEST
from accounts.models import Account, Closing, ClosingKind, ClosingState, ClosingStep, ClosingStepCode, Sunset
from accounts.rules.closing_plan import Plan
from accounts.telling import concerned_by_end
from registry import audit, clock
from registry.people import powers
from registry.people.models import User


@audit.act()
def plan_end(
    account: Account, plan: Plan, found: Closing | None, *, by: User, reference: str = "", sunset: Sunset | None = None
) -> Closing:
    """Plan it, inside an act that holds the account; `found` is what is live of it already, planned anew by this.

    The account is used as before until its last day is over; those concerned are told, and what a campaign asks about
    it for a later day is answered by it.
    """
    closing = found or Closing(account=account, asked_by=by)
    before = {"kind": closing.kind, "last_day": closing.planned_on.isoformat()} if found else None
    again = closing.kind != plan.kind and bool(found)
    is_news = closing.state != ClosingState.UNDER_WAY or (closing.kind, closing.planned_on) != (
        plan.kind,
        plan.planned_on,
    )
    put(closing, plan)
    closing.state, closing.begun_at = ClosingState.UNDER_WAY, closing.begun_at or clock.now()
    closing.begun_by, closing.sunset = closing.begun_by or by, sunset or closing.sunset
    closing.reference, closing.reminded_on = reference or closing.reference, None
    closing.save()
    _have_steps(closing, again=again)
    audit.record(
        audit.Event.CLOSING_BEGUN, by=by, on=account, before=before, after=plan.facts, reason_code=plan.why,
        reason=closing.words, reference=closing.reference,
    )  # fmt: skip
    people = concerned_by_end(account)
    if sunset:  # Communications has its board
        people = [person for person in people if not powers.is_communications(person)]
    if is_news:
        tell("accounts/closing_begun", closing, people, by=by, key=clock.now().isoformat())
    settle(account, by=by)
    if found:
        ask_before(account, closing.planned_on, by=by)
    return closing


def put(closing: Closing, plan: Plan) -> Closing:
    """The plan on a row that is not kept yet."""
    closing.kind, closing.why, closing.planned_on = ClosingKind(plan.kind), plan.why, plan.planned_on
    closing.words, closing.replaced_by = plan.words.strip()[:LONGEST], plan.replaced_by
    return closing


def _have_steps(closing: Closing, *, again: bool) -> None:
    """All steps there are; the last is to be done again where it is another one now."""
    have = set(closing.steps.values_list("code", flat=True))
    new = [ClosingStep(closing=closing, code=code) for code in ClosingStepCode if code not in have]
    ClosingStep.objects.bulk_create(new)
    if again:
        closing.steps.filter(code=ClosingStepCode.GONE).update(done_at=None, done_by=None, note="")
