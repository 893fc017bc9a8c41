"""Requests that go another way: changed on the way, decided on paper, approved in part, or alone in an emergency."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from approvals import actions as approvals
from approvals.conditions import Stated
from approvals.models import Answer, Request, Seat
from approvals.said import Said
from desk.demo.plans import Plan, Stage
from desk.demo.teller import Teller
from registry import clock
from registry.people.models import Office, User
from registry.people.proof import Proof

RARE = frozenset({Stage.REVISED, Stage.ON_PAPER, Stage.IN_PART, Stage.EMERGENCY})
#: A signed sheet, as small as a PDF can be.
PAPER = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
)


def story(teller: Teller, plan: Plan, request: Request) -> Iterator[datetime]:
    """The rest of a rare plan, from the moment the request was sent."""
    if plan.stage == Stage.EMERGENCY:
        yield teller.later(hours=30)
        _alone(request, teller.people["JoAnn Keller"])
        return
    yield teller.later(hours=9)
    _answer(request, Office.ADMINISTRATOR)
    yield teller.later(hours=20)
    if plan.stage == Stage.REVISED:
        words = "Shows what the club paints, and says when the studio is open to visitors."
        approvals.revise(request, values={"purpose": words, "audience": "Families and neighbors"}, by=request.requester)
    elif plan.stage == Stage.ON_PAPER:
        _on_paper(request, teller.people["Helen Brandt"], teller.people["Sam Ortega"])
    else:
        yield from _in_part(teller, request)


def _in_part(teller: Teller, request: Request) -> Iterator[datetime]:
    """The superintendent refuses one of three, and asks for something with the other two."""
    tiktok = request.items.get(platform__slug="tiktok").pk
    due = clock.today() + timedelta(days=30)
    _answer(
        request,
        Office.SUPERINTENDENT,
        item_answers={tiktok: False},
        item_notes={tiktok: "Too few people to answer there on weekends."},
        conditions=[
            Stated("Comments stay off until both have done the moderation training", due, before_live=True),
            Stated("Say in spring how many gardeners it reached"),
        ],
    )
    yield teller.later(hours=12)
    _answer(request, Office.COMMUNICATIONS_DIRECTOR)


def _answer(request: Request, office: Office, **more: Any) -> None:
    seat = _seat(request, office)
    by = seat.asked
    if by:
        seen, proof = seat.round.text_hash, Proof(by, clock.now())
        approvals.decide(seat, answer=Answer.YES, seen_hash=seen, by=by, proof=proof, **more)


def _on_paper(request: Request, decider: User, recorder: User) -> None:
    seat = _seat(request, Office.SUPERINTENDENT)
    approvals.record_on_paper(
        seat,
        Said(Answer.YES),
        decider=decider,
        decided_on=clock.today(),
        scan=PAPER,
        seen_hash=seat.round.text_hash,
        by=recorder,
        proof=Proof(recorder, clock.now()),
    )


def _alone(request: Request, director: User) -> None:
    why = "The lake road floods tonight, and families need one place for closings."
    seen = request.rounds.get(outcome="open").text_hash
    approvals.approve_in_emergency(request, reason=why, seen_hash=seen, by=director, proof=Proof(director, clock.now()))


def _seat(request: Request, office: Office) -> Seat:
    return Seat.objects.select_related("round__request", "asked").get(
        round__request=request, round__outcome="open", office=office
    )
