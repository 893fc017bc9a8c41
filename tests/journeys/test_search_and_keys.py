"""The one search, views of lists and keys, in a browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from registry.people.models import User
from tests.cast import Cast
from tests.journeys.visitor import Visitor
from tests.makers import make_account


def test_one_searches_moves_and_saves_a_view_by_keys(
    people: Cast, visit: Callable[[User], Visitor], width: int
) -> None:
    account = make_account(people, "active", handle="harborski")
    visitor = visit(people.director)
    visitor.sign_in()
    page, own = visitor.page, re.compile(account.get_absolute_url() + "$")
    _search(visitor, wide=width > 1000)
    expect(page).to_have_url(own)
    _go(page, "a", "/accounts/")
    page.keyboard.press("j")
    expect(page.locator("table.register a.handle").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(own)
    page.goto("/accounts/?state=active")
    page.locator("#f_q").press_sequentially("gp?jk/")
    expect(page.locator("#f_q")).to_have_value("gp?jk/")
    visitor.follow("Save this view")
    visitor.fill("Name of the view", "In use")
    visitor.look("save a view")
    visitor.press("Save the view")
    expect(page.get_by_role("link", name="In use")).to_have_attribute("aria-current", "page")
    visitor.look("a view of the register")
    visitor.follow("Manage views of lists")
    visitor.look("views of lists")


def test_keys_can_be_switched_off(people: Cast, visit: Callable[[User], Visitor]) -> None:
    visitor = visit(people.coach)
    visitor.sign_in()
    page = visitor.page
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/keyboard/$"))
    visitor.look("keyboard")
    page.get_by_role("button", name="Switch the keys off").click()
    expect(page.get_by_role("button", name="Switch the keys on")).to_be_visible()
    for key in ("g", "w", "/"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("/keyboard/$"))
    page.get_by_role("button", name="Switch the keys on").click()
    page.locator("h1").click()
    _go(page, "w", "/")


def _go(page: Page, letter: str, path: str) -> None:
    page.keyboard.press("g")
    page.keyboard.press(letter)
    expect(page).to_have_url(re.compile(f"[0-9]{path}$"))


def _search(visitor: Visitor, *, wide: bool) -> None:
    """By the box of the masthead where there is room, else one tap away; Enter opens what the arrow came to."""
    page = visitor.page
    if wide:
        page.keyboard.press("/")
        page.keyboard.type("harborsk", delay=20)
        expect(page.locator("[data-suggested] a").first).to_be_visible()
        visitor.look("found while typing")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        return
    visitor.follow("Search everything")
    page.keyboard.type("harborsk")
    page.keyboard.press("Enter")
    visitor.read("found")
    visitor.look("what was found")
    page.locator("[data-search-page]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
