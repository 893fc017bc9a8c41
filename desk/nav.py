"""What this room adds to the frame of pages: the number beside "Requests", and the reader's views above a list."""

from collections.abc import Iterable

from approvals import waiting
from desk.saved.tabs import tabs_for
from registry.context import Link, add_nav, add_tabs
from registry.people.models import User


@add_nav
def counts(user: User) -> Iterable[Link]:
    """How many requests wait for this person. Every page asks, so it is only what a few queries tell."""
    return [{"key": "requests", "count": waiting.count_for(user)}]


add_tabs(tabs_for)
