"""A decision fills a seat, once, on the text its maker saw (invariants 1 and 2)."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from approvals import items, objecting, rules
from approvals.actions.asking import ask, close_round, open_next_step, settle
from approvals.actions.conditions import set_conditions
from approvals.actions.ending import follow_the_last_yes
from approvals.actions.moving import locked_with_people, move
from approvals.actions.setting_up import end_setup
from approvals.actions.words import check_says_no_secret_of, slips_are_noted
from approvals.conditions import Stated
from approvals.models import Answer, Decision, ItemAnswer, Request, RoundOutcome, Seat
from approvals.said import Said
from approvals.telling import about_seat, asked_now, tell
from approvals.workflow import Move
from registry import audit
from registry.people import proof as proofs
from registry.people.models import Appointment, User


@slips_are_noted
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
    item_notes: Mapping[int, str] | None = None,
    conditions: Iterable[Stated] = (),
) -> Decision:
    """Record this person's answer for the office of the seat, and let the request follow from it.

    `seen_hash` is the hash of the text on their page; `proof` a second factor of at most 12 hours; `item_answers` says
    yes or no per item (by its id) where they differ, `item_notes` why not; a yes may state `conditions`. Raises
    `Refused` for anyone who may not, without a fresh factor or an owed note, or with a password of the account in the
    words; `Stale` where somebody was first, or the text has changed since.
    """
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    seat = locked_seat(seat)
    rules.check_still_open(seat, seen_hash)
    appointment = rules.check_can_decide(seat, by)
    if answer == Answer.YES:
        rules.check_can_become_an_account(seat.round.request)
        objecting.check_settled(seat.round.request)
    said = Said(answer, note, item_answers or {}, item_notes or {}, tuple(conditions))
    return fill_seat(seat, appointment, said, by=by)


def locked_seat(seat: Seat) -> Seat:
    """The seat as it is now, held until the act ends; before it its request, and who is to hold what it opens."""
    request = locked_with_people(seat.round.request)
    seat = Seat.objects.select_for_update(of=("self",), no_key=True).select_related("round", "asked").get(pk=seat.pk)
    seat.round.request = request
    return seat


@audit.act()
def fill_seat(
    seat: Seat,
    appointment: Appointment,
    said: Said,
    *,
    by: User,
    scan_hash: str = "",
    emergency: bool = False,
) -> Decision:
    """Put a decision into a seat that was locked and checked, and let the request follow from it.

    It is the decision of the appointment's holder; `by` records it, another person where it was made on paper: then
    `scan_hash` stands for the text. Raises `Refused` for an owed note, changes where the account exists, and words with
    a password of the account.
    """
    answers = rules.check_said(seat, said)
    check_says_no_secret_of(seat.round.request, *said.texts, by=by)
    decision = _fill(seat, appointment, said, by=by, scan_hash=scan_hash, emergency=emergency)
    for one in answers:
        ItemAnswer.objects.create(decision=decision, item=one.item, approved=one.approved, note=one.note)
    _write_down(decision)
    if said.answer == Answer.YES:
        set_conditions(decision, said.conditions, by=by)
    _follow(decision, seat.round.request)
    return decision


def _fill(seat: Seat, appointment: Appointment, said: Said, *, by: User, scan_hash: str, emergency: bool) -> Decision:
    request, principal = seat.round.request, appointment.on_behalf_of
    return Decision.objects.create(
        seat=seat,
        round=seat.round,
        answer=said.answer,
        by=appointment.person,
        office=appointment.office,
        appointment=appointment,
        on_behalf_of=principal.person if principal else None,
        recorded_by=by,
        requester=request.requester,
        custodian=request.custodian,
        backup=request.backup,
        text_hash=scan_hash or seat.round.text_hash,
        note=said.note.strip(),
        offline=bool(scan_hash),
        emergency=emergency,
    )


def _write_down(decision: Decision) -> None:
    request, paper = decision.round.request, decision.offline
    facts = {"answer": decision.answer, "seat": decision.seat.office, "appointment": decision.appointment_id}
    audit.record(
        audit.Event.DECISION_ON_PAPER if paper else audit.Event.DECISION_RECORDED,
        by=decision.recorded_by,
        on=request,
        after={**facts, **_told(decision)},
        reason=decision.note,
        text_hash=decision.text_hash,
        on_behalf_of=decision.on_behalf_of or "",
        rule=f"appointment {decision.appointment_id}",
        reference=request.reference,
    )


def _told(decision: Decision) -> dict[str, object]:
    refused = [
        items.name(answer.item) for answer in items.refusals(decision.round) if answer.decision_id == decision.pk
    ]
    paper = {"decided_by": decision.by.name, "round_text": decision.round.text_hash} if decision.offline else {}
    return {"refused": refused, **paper} if refused else dict(paper)


def _follow(decision: Decision, request: Request) -> None:
    if decision.answer == Answer.NO:
        close_round(decision.round, RoundOutcome.DECLINED, by=decision.recorded_by)
        end_setup(request, why=_("An office declined it."), by=decision.recorded_by)
        move(request, Move.DECLINE, by=decision.recorded_by, note=decision.note)
    elif decision.answer == Answer.CHANGES:
        close_round(decision.round, RoundOutcome.RETURNED, by=decision.recorded_by)
        move(request, Move.RETURN, by=decision.recorded_by, note=decision.note)
    else:
        _go_on(decision, request)


def _go_on(decision: Decision, request: Request) -> None:
    if not items.left_in(request, decision.round):
        _decline_what_nobody_left(decision, request)
    elif asked_now(request):
        _ask_anew(decision, request)
    elif open_next_step(request, decision.round, by=decision.recorded_by):
        settle(request, by=decision.recorded_by)
        tell("approvals/decision_needed", request)
    else:
        settle(request, by=decision.recorded_by)
        _approve(decision, request)


def _ask_anew(decision: Decision, request: Request) -> None:
    """Who has just decided is asked for no other seat: the next person is, and told (in an emergency with the rest)."""
    changed = ask(request, decision.round, by=decision.recorded_by)
    settle(request, by=decision.recorded_by)
    if changed and not decision.emergency:
        anew = [one for seat in changed for one in about_seat(seat, seat.asked)]
        tell("approvals/decision_needed", request, only=anew)


def _decline_what_nobody_left(decision: Decision, request: Request) -> None:
    """Each item was refused by some office: that is a decline, with all their reasons."""
    why = items.reasons(items.refusals(decision.round))
    close_round(decision.round, RoundOutcome.DECLINED, by=decision.recorded_by)
    move(request, Move.DECLINE, by=decision.recorded_by, note=why)


def _approve(decision: Decision, request: Request) -> None:
    close_round(decision.round, RoundOutcome.APPROVED, by=decision.recorded_by)
    follow_the_last_yes(request, without=items.refused_in(decision.round), by=decision.recorded_by)
