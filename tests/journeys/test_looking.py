"""The eyes of the journeys see: what must trouble a visitor does."""

from collections.abc import Callable

from registry.people.models import User
from tests.cast import Cast
from tests.journeys.visitor import Visitor

BAD = "<html lang='en'><title>Bad</title><main><h1>Bad</h1><img src='data:,'><p><font color='#bbbbbb'>Too pale to read</font></p></main>"


def test_a_visitor_is_troubled_by_a_bad_page(people: Cast, visit: Callable[[User], Visitor]) -> None:
    visitor = visit(people.coach)
    visitor.page.goto("/sign-in/login/")
    visitor.page.evaluate("document.body.appendChild(document.createElement('script')).text = 'alert(1)'")
    visitor.page.set_content(BAD)
    visitor.look("bad")
    troubles, visitor.troubles = visitor.troubles, []
    bad = (
        "Content Security Policy",
        "bad, light: image-alt",
        "bad, light: color-contrast",
        "bad, dark: color-contrast",
    )
    assert [word for word in bad if word not in str(troubles)] == []
