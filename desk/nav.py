"""The number beside "My work" in the main navigation."""

from collections.abc import Iterable

from desk import work
from registry.context import Link, add_nav
from registry.people.models import User


@add_nav
def counts(user: User) -> Iterable[Link]:
    """How many tasks wait for this person."""
    return [{"key": "work", "count": len(work.tasks_of(user))}]
