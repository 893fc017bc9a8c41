"""A handle is looked up while it is typed, and the rarer platforms open on demand."""

from collections.abc import Callable

from playwright.sync_api import expect

from registry.people.models import User
from tests.cast import Cast
from tests.journeys.visitor import Visitor
from tests.makers import make_account


def test_a_handle_answers_while_it_is_typed(people: Cast, visit: Callable[[User], Visitor]) -> None:
    account = make_account(people, "active", handle="harborski")
    visitor = visit(people.teacher)
    visitor.sign_in()
    visitor.page.goto("/requests/new/")
    visitor.press("Start a request")
    page, note = visitor.page, visitor.page.locator("[data-handle-note=handle]")
    expect(page.get_by_role("button", name="Look whether it is free")).to_be_hidden()
    visitor.choose("Platform", "Instagram")
    page.locator("#id_handle").press_sequentially("harborski", delay=20)
    expect(note).to_contain_text("is in the register already")
    expect(note.get_by_role("link")).to_have_attribute("href", account.get_absolute_url())
    visitor.look("handle taken")
    page.locator("#id_handle").fill("harbornordic")
    expect(note).to_contain_text("Nobody here has or asks for @harbornordic on Instagram.")
    page.get_by_text("More platforms", exact=True).click()
    visitor.choose("Platform", "Mastodon")
    expect(note).to_contain_text("Enter a handle")
    visitor.look("more platforms")
