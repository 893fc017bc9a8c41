"""Handing in with a real browser on a phone: a link made, used without a sign-in, without script, and confirmed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from accounts.models import Account, Drop
from registry.people.models import User
from tests.cast import Cast, signed_in
from tests.journeys.visitor import Visitor
from tests.makers import make_account


@pytest.fixture(params=[390], ids=["phone"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def account(people: Cast) -> Account:
    cache.clear()
    return make_account(people, "accepted")


def test_a_coach_makes_a_link_a_captain_uses_it_and_the_coach_confirms(
    people: Cast, visit: Callable[[User], Visitor], account: Account, browser: Browser, live_server: Any
) -> None:
    coach, home = visit(people.coach), live_server.url
    coach.context.add_cookies(
        [{"name": name, "value": one.value, "url": home} for name, one in signed_in(people.coach).cookies.items()]
    )
    coach.page.goto(account.get_absolute_url())
    coach.look("hand in")
    coach.follow("Make a link")
    coach.choose("For whom is it?", "A student")
    coach.fill("If a student: of the class of which year?", "2027")
    coach.choose("If a student: was a parent or guardian told?", "Our policy does not ask that parents be told")
    coach.look("make a link")
    coach.press("Make the link")
    coach.see("Hand this link over now")
    coach.look("the link")
    link = coach.page.get_by_label("The link").input_value()

    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US", java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    assert page.evaluate("document.cookie") == ""
    page.get_by_label("Name or e-mail to sign in with").fill("harborski")
    page.get_by_label("Password of this account").fill("Otters-glide-under-ice-41")
    page.screenshot(path=coach.shots / "drop.png", full_page=True)
    page.get_by_role("button", name="Hand it in").click()
    assert page.get_by_role("heading", name="Thank you, it is handed in").is_visible()
    receipt = page.locator("#receipt").inner_text()
    page.screenshot(path=coach.shots / "receipt.png", full_page=True)
    page.goto(link)
    assert page.get_by_role("heading", name="This link does not work").is_visible()
    assert context.cookies() == []
    context.close()

    coach.page.goto("/")
    coach.follow(f"Confirm what was handed in for {account.name}")
    coach.read(receipt)
    coach.look("links")
    coach.follow("Confirm", exact=False)
    coach.look("confirm")
    coach.page.get_by_role("checkbox").check()
    coach.press("Confirm and deposit")
    assert Drop.objects.get().state == "confirmed"

    coach.page.goto(account.get_absolute_url())
    coach.follow("Nobody can sign in")
    coach.choose("Why can nobody sign in?", "Who had the login says it is lost")
    coach.press("Begin the steps")
    coach.look("steps")
    coach.press("Done", exact=False)
    coach.read("Erik Solberg")
