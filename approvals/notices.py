"""The letters of this room. Each says, when it is sent, what is so then; one that no longer makes sense is dropped."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import checks, conditions, emergency, items, showing
from approvals.conditions import OPEN
from approvals.models import Comment, Condition, Decision, Item, ItemAnswerChoice, Request, Round, RoundOutcome, Seat
from approvals.workflow import Status
from registry import clock, outbox

Facts = dict[str, Any]


def _request(letter: Any) -> Request | None:
    people = ("requester", "custodian", "backup", "unit")
    return Request.objects.filter(pk=letter.ids.get("request")).select_related(*people).first()


def _facts(letter: Any, request: Request, reason: str) -> Facts:
    """What every letter of this room knows: the request in words, the page, and why this person gets it."""
    whom = ", ".join(filter(None, [request.group, request.unit.name if request.unit else ""]))
    return {
        "person": letter.to,
        "request": request,
        "name": request.title,
        "requester": request.requester,
        "account": _in_words(request.items.all()),
        "whom": whom,
        "reference": request.reference,
        "path": request.get_absolute_url(),
        "reason": reason,
        "mine": request.requester_id == letter.to.pk,
    }


def _in_words(asked: QuerySet[Item]) -> str:
    return "; ".join(items.name(item) for item in asked.select_related("platform"))


def _if(letter: Any, reason: str, *statuses: Status) -> Facts | None:
    request = _request(letter)
    if request is None or (statuses and request.status not in statuses):
        return None
    return _facts(letter, request, reason)


def _last_decision(letter: Any) -> Decision | None:
    rows = Decision.objects.filter(round__request=letter.ids.get("request"), round__number=letter.ids.get("round"))
    return rows.exclude(answer="yes").select_related("by", "on_behalf_of", "seat").last()


def _last_refusal(letter: Any) -> Decision | None:
    """Whose refusal of an item left nothing to approve."""
    rows = Decision.objects.filter(round__request=letter.ids.get("request"), round__number=letter.ids.get("round"))
    refusing = rows.filter(items__approved=False).select_related("by", "on_behalf_of", "seat")
    return refusing.order_by("pk").last()


@outbox.letter("approvals/request_received")
def request_received(letter: Any) -> Facts | None:
    """To the requester: it is on its way, and with whom."""
    facts = _if(letter, _("You sent this request."))
    return facts and {**facts, "where": showing.status_words(facts["request"])}


@outbox.letter("approvals/decision_needed")
def decision_needed(letter: Any) -> Facts | None:
    """To whoever is asked for a seat, while it is empty: what, by when, and on whose behalf."""
    rows = Seat.objects.select_related("round", "appointment__on_behalf_of__person")
    seat = rows.filter(
        pk=letter.ids.get("seat"), asked=letter.to, decision=None, round__outcome=RoundOutcome.OPEN
    ).first()
    facts = _if(letter, _("You hold an office that decides this request."))
    if seat is None or facts is None:
        return None
    principal = seat.appointment.on_behalf_of if seat.appointment else None
    earlier = Decision.objects.filter(round=seat.round).select_related("by", "on_behalf_of").order_by("pk")
    return {
        **facts,
        "due": seat.due_on,
        "office": showing.SEATS.get(seat.office, seat.get_office_display()),  # type: ignore[call-overload]
        "principal": principal.person if principal else None,
        "why": seat.why,
        "approved_by": ", ".join(showing.who_decided(one) for one in earlier),
        "problems": [check.title for check in checks.checks_of(facts["request"]) if check.state != checks.PASS],
    }


@outbox.letter("approvals/appointment_needed")
def appointment_needed(letter: Any) -> Facts | None:
    """To superintendent and system administrators: nobody may decide, so the request waits."""
    facts = _if(letter, _("You can see to it that somebody is appointed."), Status.WAITING)
    if facts is None:
        return None
    empty = [seat.office for seat in showing.open_seats(facts["request"]) if seat.asked_id is None]
    return {**facts, "offices": showing.offices_in_words(empty), "path": reverse("people:list")}


@outbox.letter("approvals/reassigned")
def reassigned(letter: Any) -> Facts | None:
    """To the requester: somebody else is asked now (E1.7)."""
    facts = _if(letter, _("You sent this request."), Status.DECIDING, Status.WAITING)
    return facts and {**facts, "where": showing.status_words(facts["request"])}


@outbox.letter("approvals/approved")
def approved(letter: Any) -> Facts | None:
    """To requester and custodian: every office said yes, and what comes next."""
    facts = _if(letter, _("You asked for this account, or will look after it."))
    if facts is None:
        return None
    round_ = Round.objects.filter(request=facts["request"], number=letter.ids.get("round")).first()
    refused = [items.line(answer) for answer in items.refusals(round_)] if round_ else []
    stated = [str(row) for row in conditions.of_request(facts["request"])]
    more = {
        "custodian": facts["request"].custodian,
        "refused": refused,
        "conditions": stated,
        "path": _account_path(facts["request"]),
    }
    return {**facts, **more, "account": _in_words(facts["request"].items.exclude(answer=ItemAnswerChoice.DECLINED))}


def _account_path(request: Request) -> str:
    """The page of the account; that of the request where it became several."""
    found = list(request.items.filter(account__isnull=False).select_related("account")[:2])
    return found[0].account.get_absolute_url() if len(found) == 1 and found[0].account else request.get_absolute_url()


@outbox.letter("approvals/setup_needed")
def setup_needed(letter: Any) -> Facts | None:
    """To Communications: an account to set up, and until when the approval lasts."""
    facts = _if(letter, _("Communications sets approved accounts up."), Status.SETTING_UP)
    return facts and {**facts, "due": showing.due_of(facts["request"]), "path": _account_path(facts["request"])}


@outbox.letter("approvals/returned")
def returned(letter: Any) -> Facts | None:
    """To the requester with what to change, and to the offices that were heard."""
    return _with_decision(letter, _if(letter, _("You asked for this account, or decided on it.")))


@outbox.letter("approvals/declined")
def declined(letter: Any) -> Facts | None:
    """To everyone named and heard: declined, by whom, and why."""
    return _with_decision(letter, _if(letter, _("You are named on this request, or decided on it."), Status.DECLINED))


def _with_decision(letter: Any, facts: Facts | None) -> Facts | None:
    decision = _last_decision(letter) or _last_refusal(letter)
    if facts is None or decision is None:
        return None
    office = showing.offices_in_words([decision.seat.office])
    return {**facts, "decision": decision, "who": showing.who_decided(decision), "office": office}


@outbox.letter("approvals/withdrawn")
def withdrawn(letter: Any) -> Facts | None:
    """To those who were asked: nothing to decide any more."""
    return _if(letter, _("You were asked to decide this request."), Status.WITHDRAWN)


@outbox.letter("approvals/completed")
def completed(letter: Any) -> Facts | None:
    """To requester, custodian and backup: the account is active."""
    facts = _if(letter, _("You asked for this account, or look after it."), Status.COMPLETED)
    return facts and {**facts, "path": _account_path(facts["request"])}


@outbox.letter("approvals/expired")
def expired(letter: Any) -> Facts | None:
    """To those named and Communications: the approval was not used in time."""
    return _if(letter, _("You are named on this request, or set it up."), Status.EXPIRED)


@outbox.letter("approvals/commented")
def commented(letter: Any) -> Facts | None:
    """To everyone involved but the writer. Their words stay on the page: a letter is not the place for a discussion."""
    said = Comment.objects.filter(pk=letter.ids.get("comment")).select_related("by").first()
    facts = _if(letter, _("You take part in this request."))
    return {**facts, "who": said.by, "path": f"{facts['path']}#talk"} if facts and said else None


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
    facts = _if(letter, reason)
    return {**facts, "condition": row, "path": f"{facts['path']}#conditions"} if facts and row else None


@outbox.letter("approvals/recorded_on_paper")
def recorded_on_paper(letter: Any) -> Facts | None:
    """To the decider: a decision was recorded in their name, by whom, and what to do if it is not theirs."""
    return _about_paper(letter, _("A decision was recorded in your name."), "approvals:objection")


@outbox.letter("approvals/disputed")
def disputed(letter: Any) -> Facts | None:
    """To superintendent and Communications director: somebody says that a recorded decision is not theirs."""
    return _about_paper(letter, _("You are the superintendent or the communications director."), "approvals:request")


def _about_paper(letter: Any, reason: str, page: str) -> Facts | None:
    rows = Decision.objects.filter(pk=letter.ids.get("decision"), offline=True).select_related(
        "by", "recorded_by", "seat"
    )
    row, facts = rows.defer("scan__content").select_related("scan").first(), _if(letter, reason)
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
    facts = _if(letter, _("You are named on this request, set it up, or hold an office of the top."))
    return facts and _in_emergency(facts)


def _in_emergency(facts: Facts) -> Facts | None:
    decision = emergency.under_way(facts["request"])
    until = max(
        (one.provisional_until for one in emergency.accounts_of(facts["request"]) if one.provisional_until),
        default=None,
    )
    return {**facts, "decision": decision, "until": clock.local(until)} if decision and until else None
