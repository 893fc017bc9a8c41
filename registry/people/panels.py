"""What rooms upstairs show on a person's page: this room knows the page, not what waits behind a section of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from registry.people.models import Appointment, User


@dataclass(frozen=True)
class Panel:
    """One section: its anchor, its title, and rows as `parts/rows.html` draws them; a link that leads on, and a
    sentence that says how many more rows there are.
    """

    key: str
    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    action: str = ""
    more: str = ""


Source = Callable[[User, User], Panel | None]
Follows = Callable[[Appointment, User], Panel | None]
_sources: list[Source] = []
_following: list[Follows] = []


def add_panel(source: Source) -> Source:
    """Let a room upstairs say something about a person: `source(person, viewer)`, None for nothing to show.

    It shows only what the viewer may see. Call it in the room's AppConfig.ready.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def panels_of(person: User, viewer: User) -> list[Panel]:
    """The sections of a person's page for somebody who reads it, in the order the rooms were added."""
    return [panel for source in _sources if (panel := source(person, viewer))]


def add_follows(source: Follows) -> Follows:
    """Let a room upstairs say what goes with an office, where somebody is asked whether it ends: `source(row, viewer)`,
    as `add_panel` is used.
    """
    if source not in _following:
        _following.append(source)
    return source


def what_follows(row: Appointment, viewer: User) -> list[Panel]:
    """What goes with an office, for whoever would end it."""
    return [panel for source in _following if (panel := source(row, viewer))]
