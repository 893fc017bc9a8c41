"""What people of the demo district asked to be allowed, and how far each has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import AuthorizationKind as Permission
from accounts.models import Platform
from approvals import actions as approvals
from approvals.models import Answer, Kind, Request
from desk.demo.teller import Teller
from registry import clock
from registry.people.proof import Proof


@dataclass(frozen=True)
class Wish:
    """One permission: who asks, for how many days, when (days before today), and the answers it has had so far."""

    kind: Permission
    unit: str
    requester: str
    scope: str
    platform: str = ""
    days: int = 200
    ago: int = 10
    answers: tuple[Answer, ...] = ()


YES, NO = Answer.YES, Answer.NO
WHY = "The team’s shirts carry the school’s mark already. Please use that one as it is."

WISHES: tuple[Wish, ...] = (
    Wish(
        Permission.CLASSROOM, "activities", "Nathan Field", "A channel with interviews by two groups of 2028.",
        "youtube", 220, 60, (YES, YES),
    ),
    Wish(
        Permission.SPOKESPERSON, "activities", "Amara Diallo", "Interviews about the state debate tournament.",
        "", 90, 40, (YES, YES),
    ),
    Wish(
        Permission.DISTRICT_EMAIL, "communications", "Holly Birch", "A login for our page of open positions.",
        "linkedin", 365, 30, (YES, YES),
    ),
    Wish(
        Permission.LOGO, "athletics", "Keisha Brown", "A changed logo on warm-up shirts, and pictures of them.",
        ago=20, answers=(YES, NO),
    ),
    Wish(
        Permission.CLASSROOM, "west", "Olga Reyes", "Letters to a partner class in Spain, by one class of 2031.",
        "instagram", 180, 6, (YES,),
    ),
    Wish(Permission.ONE_OFF, "high", "Irene Cho", "The poster of the book fair, once.", "x", 14, 2),
)  # fmt: skip


def story(teller: Teller, wish: Wish, until: datetime) -> Iterator[datetime]:
    """Asked for, and answered by as many offices as have answered."""
    yield _school_day(until - timedelta(days=wish.ago))
    request = _draft(teller, wish)
    approvals.submit(request, by=request.requester)
    for answer in wish.answers:
        yield teller.later(hours=teller.dice.randint(5, 30))
        seat = request.rounds.get(outcome="open").seats.filter(decision=None).first()
        if seat is None or seat.asked is None:
            return
        approvals.decide(
            seat,
            answer=answer,
            note=WHY if answer == NO else "",
            seen_hash=seat.round.text_hash,
            by=seat.asked,
            proof=Proof(seat.asked, clock.now()),
        )


def _school_day(moment: datetime) -> datetime:
    """The same week's Friday, where it is a Saturday or Sunday; in the afternoon."""
    return moment.replace(hour=20) - timedelta(days=max(0, moment.weekday() - 4) + 1)


def _draft(teller: Teller, wish: Wish) -> Request:
    return approvals.start_draft(
        by=teller.people[wish.requester],
        kind=Kind.AUTHORIZATION,
        authorization=wish.kind,
        values={
            "unit": teller.units[wish.unit],
            "platform": Platform.objects.filter(slug=wish.platform).first(),
            "scope": wish.scope,
            "starts_on": clock.today(),
            "ends_on": clock.today() + timedelta(days=wish.days),
            "parental_consent": wish.kind == Permission.CLASSROOM,
        },
    )
