"""A campaign with a real browser: opened by the principal, answered by the coach on a phone with a few taps."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Account
from registry import clock
from registry.people.models import User
from tests.accounts.campaigning import packet_of
from tests.cast import Cast, signed_in
from tests.journeys.visitor import Visitor
from tests.makers import make_account

YES = (
    "Are the phones and computers of who left signed out?", "Do its recovery address and phone belong to the district?",
    "Are privacy, comments and moderation set as the guidelines ask?",
)  # fmt: skip


@pytest.fixture
def account(people: Cast) -> Account:
    cache.clear()
    return make_account(people, "active", handle="HarborNordic")


def let_in(visitor: Visitor, home: str) -> Visitor:
    cookies = signed_in(visitor.user).cookies.items()
    visitor.context.add_cookies([{"name": name, "value": one.value, "url": home} for name, one in cookies])
    return visitor


def test_a_principal_opens_a_campaign_and_a_coach_answers_within_twelve_taps(
    people: Cast, visit: Callable[[User], Visitor], account: Account, live_server: Any
) -> None:
    principal = let_in(visit(people.principal), live_server.url)
    principal.page.goto(reverse("accounts:list"))
    principal.follow("Campaigns")
    principal.look("no campaign")
    principal.follow("Open a campaign")
    principal.fill("Title", "End of the fall season")
    principal.choose("Why?", "A season or the school year")
    principal.select("School or department", "Harbor High School")
    due = clock.today() + timedelta(days=30)
    for box, part in (("Month", due.month), ("Day", due.day), ("Year", due.year)):
        principal.page.get_by_label(box, exact=True).fill(str(part))
    principal.press("See who would be asked")
    principal.read("1 account is due")
    principal.look("who would be asked")
    principal.press("Open the campaign")
    principal.read("0 of 1 account")
    principal.look("board")

    coach, begun, taps = let_in(visit(people.coach), live_server.url), time.monotonic(), 0
    coach.page.goto("/")
    coach.follow(f"Say how {account.name} stands")
    coach.choose("Is it still used?", "Yes")
    coach.choose("Was the password changed since somebody who knew it left?", "Yes, it was changed since")
    for question in YES:
        coach.choose(question, "Yes")
    coach.choose(f"Is {people.backup.name} still the backup?", "Yes")
    taps += 3 + len(YES) + 1
    coach.look("checklist")
    coach.press("Give my word")
    coach.read("Thank you.")
    taps += 1
    assert (packet_of(account).state, taps <= 12, time.monotonic() - begun < 90) == ("attested", True, True)
    coach.look("answered")
    coach.page.goto(account.get_absolute_url())
    coach.look("account")
    principal.page.reload()
    principal.read("100%")
    principal.look("complete")
    assert principal.troubles + coach.troubles == []
