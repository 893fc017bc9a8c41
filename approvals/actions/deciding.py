"""A decision fills a seat, once, on the text its maker saw (invariants 1 and 2)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from approvals import rules
from approvals.actions.asking import close_round, open_next_step, settle
from approvals.actions.ending import follow_the_last_yes
from approvals.actions.moving import locked, move
from approvals.models import Answer, Decision, Item, ItemAnswer, Request, RoundOutcome, Seat
from approvals.telling import asked_now, tell
from approvals.workflow import Move
from registry import audit
from registry.people import proof as proofs
from registry.people.models import Appointment, User
from registry.people.refusal import Refused


@audit.act()
def decide(
    seat: Seat,
    *,
    answer: str,
    seen_hash: str,
    by: User,
    proof: proofs.Proof | None,
    note: str = "",
    item_answers: Mapping[int, bool] | None = None,
) -> Decision:
    """Record this person's answer for the office of the seat, and let the request follow from it.

    `seen_hash` is the hash of the text on their page; `proof` a second factor of at most 12 hours; `item_answers` says
    yes or no per item (by its id) where they differ. Raises `Refused` for anyone who may not, without a fresh factor or
    an owed note; `Stale` where somebody was first, or the text has changed since.
    """
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    request = locked(seat.round.request)
    seat = Seat.objects.select_for_update(of=("self",), no_key=True).select_related("round", "asked").get(pk=seat.pk)
    seat.round.request = request
    rules.check_still_open(seat, seen_hash)
    appointment = rules.check_can_decide(seat, by)
    if answer == Answer.YES:
        rules.check_can_become_an_account(request)
    decision = _fill(seat, appointment, answer=answer, note=_owed_note(answer, note), by=by)
    _answer_items(decision, request, item_answers or {})
    _write_down(decision, request)
    _follow(decision, request)
    return decision


def _owed_note(answer: str, note: str) -> str:
    if answer not in Answer.values:
        raise Refused(_("Choose approve, ask for changes, or decline."))
    if answer != Answer.YES and not note.strip():
        raise Refused(_("Say why: the person who asked will read it."), rule="domain.md: a decline gives its reason")
    return note.strip()


def _fill(seat: Seat, appointment: Appointment, *, answer: str, note: str, by: User) -> Decision:
    request, principal = seat.round.request, appointment.on_behalf_of
    return Decision.objects.create(
        seat=seat,
        round=seat.round,
        answer=answer,
        by=by,
        office=appointment.office,
        appointment=appointment,
        on_behalf_of=principal.person if principal else None,
        recorded_by=by,
        requester=request.requester,
        custodian=request.custodian,
        text_hash=seat.round.text_hash,
        note=note,
    )


def _answer_items(decision: Decision, request: Request, answers: Mapping[int, bool]) -> None:
    if decision.answer == Answer.CHANGES:
        return
    for item in request.items.all():
        approved = decision.answer == Answer.YES and answers.get(item.pk, True)
        ItemAnswer.objects.create(decision=decision, item=item, approved=approved)
    if decision.answer == Answer.YES and not decision.items.filter(approved=True).exists():
        raise Refused(_("Approve at least one item, or decline the request with your reason."))


def _write_down(decision: Decision, request: Request) -> None:
    audit.record(
        audit.Event.DECISION_RECORDED,
        by=decision.by,
        on=request,
        after={"answer": decision.answer, "seat": decision.seat.office, "appointment": decision.appointment_id},
        reason=decision.note,
        text_hash=decision.text_hash,
        on_behalf_of=decision.on_behalf_of or "",
        rule=f"appointment {decision.appointment_id}",
        reference=request.reference,
    )


def _follow(decision: Decision, request: Request) -> None:
    if decision.answer == Answer.NO:
        close_round(decision.round, RoundOutcome.DECLINED, by=decision.by)
        move(request, Move.DECLINE, by=decision.by, note=decision.note)
    elif decision.answer == Answer.CHANGES:
        close_round(decision.round, RoundOutcome.RETURNED, by=decision.by)
        move(request, Move.RETURN, by=decision.by, note=decision.note)
    else:
        _go_on(decision, request)


def _go_on(decision: Decision, request: Request) -> None:
    if asked_now(request):
        settle(request, by=decision.by)
    elif open_next_step(request, decision.round, by=decision.by):
        settle(request, by=decision.by)
        tell("approvals/decision_needed", request)
    else:
        settle(request, by=decision.by)
        _approve(decision, request)


def _approve(decision: Decision, request: Request) -> None:
    close_round(decision.round, RoundOutcome.APPROVED, by=decision.by)
    declined = Item.objects.filter(answers__decision__round=decision.round, answers__approved=False, request=request)
    follow_the_last_yes(request, without=set(declined.values_list("pk", flat=True)), by=decision.by)
