"""What this room adds to the frame of pages: the number beside "Requests", the way to the overview, and the reader's
views above a list."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from approvals import waiting
from desk.rules.overview import may_see
from desk.saved.tabs import tabs_for
from registry.context import Link, add_nav, add_tabs
from registry.people.models import User


@add_nav
def counts(user: User) -> Iterable[Link]:
    """How many requests wait for this person. Every page asks, so it is only what a few queries tell."""
    return [{"key": "requests", "count": waiting.count_for(user)}]


@add_nav
def overview(user: User) -> Iterable[Link]:
    """The way to the overview, for those it is for."""
    return [{"key": "overview", "label": _("Overview"), "path": "overview/", "go": "o"}] if may_see(user) else []


add_tabs(tabs_for)
