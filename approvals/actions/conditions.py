"""Conditions: set with a yes, done by the custodian, confirmed or waived (E1.18)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from approvals import conditions as rules
from approvals.actions.moving import locked
from approvals.actions.words import check_says_no_secret_of, slips_are_noted
from approvals.conditions import Stated
from approvals.models import Condition, Decision
from approvals.telling import communications_directors, tell_these
from registry import audit, clock
from registry.people import proof as proofs
from registry.people.models import User
from registry.people.refusal import Refused


@audit.act()
def set_conditions(decision: Decision, stated: Iterable[Stated], *, by: User) -> list[Condition]:
    """Put the conditions to an approval; inside the act that records it, which has checked them."""
    request = decision.round.request
    made = []
    for one in stated:
        made.append(
            Condition.objects.create(
                request=request, decision=decision, text=one.text, due_on=one.due_on, before_live=one.before_live
            )
        )
        after = {"due": one.due_on.isoformat() if one.due_on else None, "before_live": one.before_live}
        audit.record(audit.Event.CONDITION_SET, by=by, on=request, reason=one.text, after=after)
    return made


@audit.act()
def do_condition(condition: Condition, *, by: User) -> Condition:
    """Say that it is done; whoever confirms it is told. Raises `Refused`, `Stale`."""
    condition = _locked(condition)
    rules.check_may_do(condition, rules.hand_of(condition.request, by))
    condition.done_at, condition.done_by = clock.now(), by
    condition.save(update_fields=["done_at", "done_by"])
    audit.record(audit.Event.CONDITION_DONE, by=by, on=condition.request, reason=condition.text)
    confirmers = [condition.decision.by, *communications_directors()]
    tell_these("approvals/condition_done", condition.request, confirmers, apart_from=by, condition=condition.pk)
    return condition


@audit.act()
def confirm_condition(condition: Condition, *, by: User) -> Condition:
    """Confirm that it is done. Raises `Refused`, `Stale`."""
    condition = _locked(condition)
    rules.check_may_confirm(condition, rules.hand_of(condition.request, by))
    condition.confirmed_at, condition.confirmed_by = clock.now(), by
    condition.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record(audit.Event.CONDITION_CONFIRMED, by=by, on=condition.request, reason=condition.text)
    _tell_custodians(condition, by)
    return condition


@slips_are_noted
@audit.act()
def waive_condition(condition: Condition, *, why: str, by: User, proof: proofs.Proof | None) -> Condition:
    """Let a condition go, with the reason: a decision, with a second factor of at most 12 hours.

    Raises `Refused` where a password of the account stands in the reason, `Stale`.
    """
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    rules.check_may_waive(condition, rules.hand_of(condition.request, by))
    if not why.strip():
        raise Refused(_("Say why the condition is no longer needed."), rule="E1.18")
    check_says_no_secret_of(condition.request, why, by=by)
    condition = _locked(condition)
    rules.check_may_waive(condition, rules.hand_of(condition.request, by))
    condition.waived_at, condition.waived_by, condition.waived_why = clock.now(), by, why.strip()[:300]
    condition.save(update_fields=["waived_at", "waived_by", "waived_why"])
    audit.record(audit.Event.CONDITION_WAIVED, by=by, on=condition.request, reason=condition.waived_why)
    _tell_custodians(condition, by)
    return condition


def _locked(condition: Condition) -> Condition:
    """The condition as it is now; the row of its request is held, as before every change of a request."""
    request = locked(condition.request)
    people = ("decision__by", "decision__seat", "confirmed_by", "waived_by", "request__unit", "request__custodian")
    condition = Condition.objects.select_related(*people, "request__requester").get(pk=condition.pk)
    condition.request.status = request.status
    return condition


def _tell_custodians(condition: Condition, by: User) -> None:
    people = rules.custodians_of(condition.request)
    tell_these("approvals/condition_settled", condition.request, people, apart_from=by, condition=condition.pk)
