"""A question to the trail, from the banner down to one entry, a timeline and a copy."""

from collections.abc import Callable

from registry.audit import checking, sealing
from registry.people.models import User
from tests.cast import Cast
from tests.journeys.visitor import Visitor
from tests.makers import make_account, reveal


def test_a_question_is_answered_from_the_trail(people: Cast, visit: Callable[[User], Visitor]) -> None:
    account = make_account(people, handle="HarborNordic")
    reveal(account, people.communications)
    checking.check_due(by=None)
    sealing.seal_due(by=None)
    visitor = visit(people.director)
    visitor.sign_in()
    page = visitor.page
    page.goto(f"/trail/?account={account.number}&since=2025-01-01")
    visitor.see("Chain checked")
    visitor.look("trail")
    page.locator(".log .seq").first.click()
    visitor.see("In the chain")
    visitor.look("entry")
    page.goto(f"/trail/of/account/{account.uuid}/")
    visitor.see("HarborNordic on Instagram")
    visitor.look("timeline")
    page.get_by_role("link", name="Take a copy").click()
    visitor.see("Take a copy of the trail")
    visitor.look("copies")
