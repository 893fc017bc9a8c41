"""Reports with a real browser: found in the navigation, looked at, narrowed, told by letter and stopped."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from registry.people.models import User
from tests.cast import Cast, signed_in
from tests.journeys.visitor import Visitor
from tests.makers import make_account, make_page, reveal


@pytest.fixture
def visitor(people: Cast, visit: Callable[[User], Visitor], live_server: Any) -> Visitor:
    cache.clear()
    reveal(make_account(people, handle="HarborNordic"), people.coach)
    make_page(people)
    found = visit(people.director)
    cookies = signed_in(found.user).cookies.items()
    found.context.add_cookies([{"name": name, "value": one.value, "url": live_server.url} for name, one in cookies])
    return found


def test_a_report_is_looked_at_narrowed_told_by_letter_and_stopped(visitor: Visitor, people: Cast) -> None:
    visitor.page.goto("/")
    visitor.turn_to("Reports")
    visitor.see("Reports")
    visitor.look("reports")
    for title in ("Audit of logins", "Who may do what on which account", "Who opened which login"):
        visitor.follow(title)
        visitor.see(title)
        visitor.look(title)
        visitor.follow("Reports")
    visitor.follow("Who opened which login")
    visitor.fill("Person", people.coach.email)
    visitor.press("Show the report")
    visitor.read("1 row")
    visitor.fill("To", "2020-01-01")
    visitor.press("Show the report")
    visitor.read("The last day comes before the first.")
    visitor.look("bad period")
    visitor.page.goto("/reports/register/")
    visitor.press("Send it by letter")
    visitor.see("By letter")
    visitor.look("told")
    visitor.page.get_by_role("button", name="Stop").click()
    visitor.read("Stopped.")
