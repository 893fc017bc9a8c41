"""The letters about what is rare: conditions, decisions on paper, approvals in an emergency."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import emergency, rules, showing
from approvals.conditions import OPEN
from approvals.models import Condition, Decision, Route
from approvals.notices import Facts, decision_needed, facts_by_part, facts_if
from approvals.workflow import Status
from registry import clock, outbox
from registry.people.models import Office


@outbox.letter("approvals/condition_done")
def condition_done(letter: Any) -> Facts | None:
    """To the office that set it and to Communications: somebody says that it is done; dropped once that is settled."""
    return _about_condition(
        letter, _("You set this condition, or direct Communications."), OPEN & Q(done_at__isnull=False)
    )


@outbox.letter("approvals/condition_settled")
def condition_settled(letter: Any) -> Facts | None:
    """To the custodian: it is met, or no longer needed."""
    return _about_condition(letter, _("You answer for this account."), ~OPEN)


def _about_condition(letter: Any, reason: str, still: Q) -> Facts | None:
    rows = Condition.objects.filter(still, pk=letter.ids.get("condition"))
    row = rows.select_related("done_by", "confirmed_by", "waived_by").first()
    facts = facts_if(letter, reason)
    return {**facts, "condition": row, "path": f"{facts['path']}#conditions"} if facts and row else None


@outbox.letter("approvals/recorded_on_paper")
def recorded_on_paper(letter: Any) -> Facts | None:
    """To the decider: a decision was recorded in their name, by whom, and what to do if it is not theirs."""
    return _about_paper(letter, _("A decision was recorded in your name."), "approvals:objection")


@outbox.letter("approvals/disputed")
def disputed(letter: Any) -> Facts | None:
    """To superintendent and Communications director: somebody says that a recorded decision is not theirs."""
    return _about_paper(letter, _("You are the superintendent or the communications director."), "approvals:request")


@outbox.letter("approvals/route_changed")
def route_changed(letter: Any) -> Facts | None:
    """To those of an office that is heard no longer, to superintendent and alternate: who decides from now on."""
    route = Route.objects.select_related("changed_by").filter(pk=letter.ids.get("route")).first()
    if route is None or route.changed_by is None:
        return None
    return {
        "person": letter.to,
        "kind": route.get_kind_display(),
        "who": route.changed_by,
        "left_out": _offices(letter),
        "stops": [(step.step, showing.SEATS.get(Office(step.office)), step.days) for step in route.steps.all()],
        "path": reverse("approvals:routes"),
        "reason": _("You hold an office that decided such requests, or watch over who does."),
    }


@outbox.letter("approvals/left_out")
def left_out(letter: Any) -> Facts | None:
    """To those of an office, superintendent and alternate: a request began again, on a route without that office."""
    facts = facts_if(letter, _("You hold an office that decided such requests, or watch over who does."))
    if facts is None:
        return None
    sees = rules.can_see(letter.to, facts["request"])
    path = facts["path"] if sees else reverse("approvals:routes")
    return {**facts, "left_out": _offices(letter), "sees": sees, "path": path}


def _offices(letter: Any) -> str:
    """The offices that are heard no longer, in words."""
    return showing.offices_in_words([one for one in str(letter.ids.get("left_out", "")).split(",") if one])


@outbox.letter("approvals/settled")
def settled(letter: Any) -> Facts | None:
    """To its maker, its recorder and the top: a disputed decision stands, or does not, and why."""
    facts = _about_paper(
        letter, _("You made or recorded the decision, or hold an office of the top."), "approvals:request"
    )
    return facts if facts and facts["decision"].scan.settled_at and rules.can_see(letter.to, facts["request"]) else None


@outbox.letter("approvals/annulled")
def annulled(letter: Any) -> Facts | None:
    """To everyone named and heard, and Communications: it ended, because a decision it rested on was not made."""
    facts = facts_by_part(letter, _("You decided on this request, or are of Communications."), Status.DECLINED)
    return facts and {**facts, "said": facts["request"].closed_why}


def _about_paper(letter: Any, reason: str, page: str) -> Facts | None:
    rows = Decision.objects.filter(pk=letter.ids.get("decision"), offline=True).select_related(
        "by", "recorded_by", "seat"
    )
    row, facts = rows.defer("scan__content").select_related("scan__settled_by").first(), facts_if(letter, reason)
    if row is None or facts is None:
        return None
    arguments = [facts["reference"], row.pk] if page == "approvals:objection" else [facts["reference"]]
    answer = showing.answered(row).lower()
    return {
        **facts,
        "decision": row,
        "answer": answer,
        "day": row.scan.decided_on,
        "path": reverse(page, args=arguments),
    }


@outbox.letter("approvals/emergency_decision_needed")
def emergency_decision_needed(letter: Any) -> Facts | None:
    """To the other offices, while their seats are empty: somebody approved alone, and 48 hours run."""
    facts = decision_needed(letter)
    return facts and _in_emergency(facts)


@outbox.letter("approvals/emergency_approved")
def emergency_approved(letter: Any) -> Facts | None:
    """To everyone named, Communications and the top: set-up is open, the account provisional."""
    facts = facts_if(letter, _("You are named on this request, set it up, or hold an office of the top."))
    return facts and _in_emergency(facts)


def _in_emergency(facts: Facts) -> Facts | None:
    decision = emergency.under_way(facts["request"])
    until = max(
        (one.provisional_until for one in emergency.accounts_of(facts["request"]) if one.provisional_until),
        default=None,
    )
    return {**facts, "decision": decision, "until": clock.local(until)} if decision and until else None
