"""The letters of this room. Each says, when it is sent, what is so then; one that no longer makes sense is dropped."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Authorization
from approvals import checks, conditions, items, kinds, rules, showing, sponsoring
from approvals.finding import PASS
from approvals.models import Answer, Decision, Item, ItemAnswerChoice, Request, Round, RoundOutcome, Seat
from approvals.workflow import UNUSED, Status
from registry import outbox

Facts = dict[str, Any]


def _request(letter: Any) -> Request | None:
    people = ("requester", "custodian", "backup", "unit")
    return Request.objects.filter(pk=letter.ids.get("request")).select_related(*people).first()


def _facts(letter: Any, request: Request, reason: str) -> Facts:
    """What every letter of this room knows: the request in words, the page, and why this person gets it."""
    whom = ", ".join(dict.fromkeys(filter(None, [request.group, request.unit.name if request.unit else ""])))
    return {
        "person": letter.to,
        "request": request,
        "name": request.title,
        "requester": request.requester,
        "account": _in_words(request.items.all()),
        "asks": kinds.of(request).asks(request),
        "opens_account": request.opens_account,
        "retroactive": request.is_retroactive,
        "whom": whom,
        "reference": request.reference,
        "path": request.get_absolute_url(),
        "reason": reason,
        "mine": request.requester_id == letter.to.pk,
    }


def _in_words(asked: QuerySet[Item]) -> str:
    return "; ".join(items.name(item) for item in asked.select_related("platform"))


def _part_of(letter: Any, request: Request, otherwise: str) -> str:
    """Why this person gets the letter: their own part in the request, or what else it can be."""
    parts = {
        request.requester_id: _("You sent this request."),
        request.custodian_id: _("You are named on this request as custodian."),
        request.backup_id: _("You are named on this request as backup."),
    }
    return parts.get(letter.to_id, otherwise)


def facts_if(letter: Any, reason: str, *statuses: Status) -> Facts | None:
    """What every letter of this room knows, while there is such a request, and it is in one of these statuses."""
    request = _request(letter)
    if request is None or (statuses and request.status not in statuses):
        return None
    return _facts(letter, request, reason)


def facts_by_part(letter: Any, otherwise: str, *statuses: Status) -> Facts | None:
    """The same for a letter that goes to people with different parts."""
    facts = facts_if(letter, otherwise, *statuses)
    return facts and {**facts, "reason": _part_of(letter, facts["request"], otherwise)}


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
    facts = facts_if(letter, _("You sent this request."))
    return facts and {**facts, "where": showing.status_words(facts["request"])}


@outbox.letter("approvals/decision_needed")
def decision_needed(letter: Any) -> Facts | None:
    """To whoever is asked for a seat, while it is empty: what, by when, and on whose behalf."""
    return _to_decide(letter)


def _to_decide(letter: Any) -> Facts | None:
    """The facts of a letter that asks for a decision, while the seat is empty and this person is the one asked."""
    seat = _open_seat(letter)
    facts = facts_if(letter, _("You hold an office that decides this request."))
    if seat is None or facts is None or seat.asked_id != letter.to_id:
        return None
    principal = seat.appointment.on_behalf_of if seat.appointment else None
    earlier = Decision.objects.filter(round=seat.round).select_related("by", "on_behalf_of").order_by("pk")
    found = checks.checks_of(facts["request"], rules.visible_to(letter.to))
    return {
        **facts,
        "due": seat.due_on,
        "office": showing.SEATS.get(seat.office, seat.get_office_display()),  # type: ignore[call-overload]
        "principal": principal.person if principal else None,
        "why": seat.why,
        "approved_by": ", ".join(showing.who_decided(one) for one in earlier),
        "action": _("Review the request"),
        "problems": [check.title for check in found if check.state != PASS],
    }


def _open_seat(letter: Any) -> Seat | None:
    """The seat the letter is about, while nobody has filled it."""
    rows = Seat.objects.select_related("round", "asked", "first_asked", "appointment__on_behalf_of__person")
    return rows.filter(pk=letter.ids.get("seat"), decision=None, round__outcome=RoundOutcome.OPEN).first()


@outbox.letter("approvals/reminder")
def reminder(letter: Any) -> Facts | None:
    """To whoever is asked: it is due soon, or the requester asks. The same facts as when it was first asked."""
    return _to_decide(letter)


@outbox.letter("approvals/next_up")
def next_up(letter: Any) -> Facts | None:
    """To the next person up: who has not decided for how long, and by when an answer is needed."""
    return _to_decide(letter)


@outbox.letter("approvals/escalated")
def escalated(letter: Any) -> Facts | None:
    """To the requester, and to whoever was asked before: the next person up is asked too; the one before still may."""
    seat, facts = _open_seat(letter), facts_by_part(letter, _("You were asked to decide first."))
    if seat is None or seat.asked is None or facts is None:
        return None
    return {**facts, "asked": seat.asked, "due": seat.due_on, "why": seat.why}


@outbox.letter("approvals/stuck")
def stuck(letter: Any) -> Facts | None:
    """To the superintendent and the requester: late, and nobody further up may be asked."""
    seat, facts = _open_seat(letter), facts_by_part(letter, _("You are the superintendent."))
    if seat is None or seat.asked is None or facts is None:
        return None
    return {**facts, "asked": seat.asked, "office": showing.offices_in_words([seat.office])}


@outbox.letter("approvals/appointment_needed")
def appointment_needed(letter: Any) -> Facts | None:
    """To superintendent and system administrators: nobody may decide, so the request waits."""
    facts = facts_if(letter, _("You can see to it that somebody is appointed."), Status.WAITING)
    if facts is None:
        return None
    empty = [seat.office for seat in showing.open_seats(facts["request"]) if seat.asked_id is None]
    return {**facts, "offices": showing.offices_in_words(empty), "path": reverse("people:list")}


@outbox.letter("approvals/reassigned")
def reassigned(letter: Any) -> Facts | None:
    """To the requester: somebody else is asked now, and why (E1.6, E1.7)."""
    seat = Seat.objects.filter(pk=letter.ids.get("seat"), decision=None).select_related("asked").first()
    facts = facts_if(letter, _("You sent this request."), Status.DECIDING, Status.WAITING)
    if facts is None or seat is None:
        return None
    office = showing.offices_in_words([seat.office])
    return {**facts, "asked": seat.asked, "why": seat.why, "office": office}


@outbox.letter("approvals/approved")
def approved(letter: Any) -> Facts | None:
    """To requester and custodian: every office said yes, and what comes next."""
    facts = facts_by_part(letter, _("You asked for this account."))
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


@outbox.letter("approvals/granted")
def granted(letter: Any) -> Facts | None:
    """To the requester: what they may do now, and from when until when."""
    facts = facts_if(letter, _("You asked for this permission."), Status.COMPLETED)
    given = Authorization.objects.filter(item__request=facts["request"]).first() if facts else None
    if facts is None or given is None:
        return None
    duty = kinds.authorization.duty_of(given.kind)
    return {**facts, "given": given, "duty": duty, "path": given.get_absolute_url()}


@outbox.letter("approvals/sponsor_needed")
def sponsor_needed(letter: Any) -> Facts | None:
    """To the unit's administrators and the backup: who asked has left, so somebody on staff must take it over."""
    facts = facts_if(letter, _("You administer the unit, or are the backup on this request."))
    return facts if facts and letter.to in sponsoring.sponsors_of(facts["request"]) else None


@outbox.letter("approvals/taken_over")
def taken_over(letter: Any) -> Facts | None:
    """To everyone involved who can see it still: who asks from now on."""
    facts = facts_if(letter, _("You take part in this request."))
    if facts is None or not facts["request"].first_requester:
        return None
    return facts if rules.can_see(letter.to, facts["request"]) else None


@outbox.letter("approvals/setup_needed")
def setup_needed(letter: Any) -> Facts | None:
    """To Communications: an account to set up, and until when the approval lasts."""
    facts = facts_if(letter, _("Communications sets approved accounts up."), Status.SETTING_UP)
    return facts and {**facts, "due": showing.due_of(facts["request"]), "path": _account_path(facts["request"])}


@outbox.letter("approvals/returned")
def returned(letter: Any) -> Facts | None:
    """To the requester with what to change, and to the offices that were heard."""
    return _with_decision(letter, facts_by_part(letter, _("You were asked to decide this request.")))


@outbox.letter("approvals/declined")
def declined(letter: Any) -> Facts | None:
    """To everyone named and heard: declined, by whom, and why."""
    asked = _("You were asked to decide this request.")
    return _with_decision(letter, facts_by_part(letter, asked, Status.DECLINED))


def _with_decision(letter: Any, facts: Facts | None) -> Facts | None:
    decision = _last_decision(letter) or _last_refusal(letter)
    if facts is None or decision is None:
        return None
    office = showing.offices_in_words([decision.seat.office])
    # Where single accounts were refused by several offices, the request keeps all their reasons.
    said = decision.note if decision.answer != Answer.YES else facts["request"].closed_why
    return {**facts, "decision": decision, "who": showing.who_decided(decision), "office": office, "said": said}


@outbox.letter("approvals/withdrawn")
def withdrawn(letter: Any) -> Facts | None:
    """To those who were asked: nothing to decide any more."""
    return facts_if(letter, _("You were asked to decide this request."), Status.WITHDRAWN)


@outbox.letter("approvals/completed")
def completed(letter: Any) -> Facts | None:
    """To requester, custodian and backup: the account is active."""
    facts = facts_by_part(letter, _("You look after this account."), Status.COMPLETED)
    if facts is None:
        return None
    holds = facts["request"].items.filter(account__custodies__custodian=letter.to_id, account__custodies__state="open")
    return {**facts, "holds": holds.exists(), "path": _account_path(facts["request"])}


@outbox.letter("approvals/expired")
def expired(letter: Any) -> Facts | None:
    """To those named and Communications: the approval was not used in time."""
    facts = facts_by_part(letter, _("You are of Communications, which sets it up."), Status.EXPIRED)
    return facts and {**facts, "days": UNUSED.days}


@outbox.letter("approvals/expires_soon")
def expires_soon(letter: Any) -> Facts | None:
    """To those named and Communications, a week before: use the approval, or it expires."""
    facts = facts_by_part(letter, _("You are of Communications, which sets it up."), Status.SETTING_UP)
    return facts and {**facts, "day": showing.expires_on(facts["request"]), "path": _account_path(facts["request"])}
