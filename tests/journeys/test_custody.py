"""Custody on a phone: a coach accepts an account, and later hands it over to the next one."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Account, CustodyState, Handoff
from registry.people.models import User
from tests.cast import Cast, signed_in
from tests.journeys.visitor import Visitor
from tests.makers import make_account


@pytest.fixture(params=[390], ids=["phone"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def phone(visit: Callable[[User], Visitor], live_server: Any) -> Callable[[User], Visitor]:
    """Somebody's phone, on which they are signed in already."""

    def carried_by(user: User) -> Visitor:
        visitor, cookies = visit(user), signed_in(user).cookies
        visitor.context.add_cookies(
            [{"name": name, "value": one.value, "url": live_server.url} for name, one in cookies.items()]
        )
        visitor.page.goto("/")
        return visitor

    return carried_by


def test_a_coach_accepts_an_account(people: Cast, phone: Callable[[User], Visitor]) -> None:
    account = make_account(people, "verified")
    coach = phone(people.coach)
    coach.follow(f"Accept the custody of {account.name}")
    coach.look("accept custody")
    coach.press("Accept custody")
    coach.read("Custody accepted. Thank you for looking after it.")
    assert account.custodies.get(state=CustodyState.OPEN).custodian == people.coach


def test_a_coach_hands_an_account_over_to_the_next(people: Cast, phone: Callable[[User], Visitor]) -> None:
    account: Account = make_account(people, "active")
    coach = phone(people.coach)
    coach.page.goto(account.get_absolute_url())
    coach.follow("Hand over this account")
    coach.fill("Who takes it over?", people.teacher.email)
    coach.choose("Why?", "Somebody else takes over the team or group")
    coach.fill("What should they know?", "Ask Emma Larson for the banner")
    coach.press("Offer the handoff")
    coach.read("This reads like somebody’s name.")
    coach.fill("What should they know?", "The banner is in the office")
    coach.look("hand over")
    coach.press("Offer the handoff")
    coach.read(f"Waits for the answer of {people.teacher.name}")

    teacher = phone(people.teacher)
    teacher.page.goto(Handoff.objects.get().get_absolute_url())
    teacher.look("asked to take over")
    teacher.follow("Read and accept")
    teacher.press("Accept custody")
    teacher.see("What is left to do")
    teacher.look("what is left")
    coach.page.reload()
    coach.read(f"{people.coach.name} answers for it until the last step.")
    assert account.custodies.get(state=CustodyState.OPEN).custodian == people.coach
