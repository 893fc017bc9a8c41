"""The number beside "Requests" in the main navigation."""

from collections.abc import Iterable

from approvals import waiting
from registry.context import Link, add_nav
from registry.people.models import User


@add_nav
def counts(user: User) -> Iterable[Link]:
    """How many requests wait for this person. Every page asks, so it is only what a few queries tell."""
    return [{"key": "requests", "count": waiting.count_for(user)}]
