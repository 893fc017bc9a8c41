"""The overview in a browser: its pictures, their tables, a list behind a figure, and a day that is over."""

from collections.abc import Callable

from accounts.actions import keeping_past
from accounts.actions.rotation import open_rotation
from registry.people.models import User
from tests.cast import Cast
from tests.journeys.visitor import Visitor
from tests.makers import make_account, make_page


def test_the_director_looks_at_how_all_accounts_stand(people: Cast, visit: Callable[[User], Visitor]) -> None:
    make_page(people, unit=people.units.middle, handle="LakesMiddle")
    open_rotation(make_account(people), field="password", reason="incident", by=people.director)
    keeping_past.keep()
    director = visit(people.director)
    director.sign_in()
    director.page.goto("/overview/")
    director.see("Health by platform")
    director.page.get_by_text("Show as a table").first.click()
    director.look("overview")
    director.page.goto("/overview/accounts/?health=attention")
    director.read("1 row")
    director.look("overview-list")
    director.page.goto("/overview/?as_of=2020-01-01")
    director.read("Nothing is known of health before")
    director.look("overview-before")
