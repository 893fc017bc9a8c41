"""What an entry can be about: each room says under which address its things stand, and which of them a text names.

The trail keeps ids and labels as they were and imports no room; to search millions of entries by a part of a label
would read them all. So the room that has the thing names it, and the trail's own index of ids does the rest.
"""

from collections.abc import Callable, Iterable

from django.urls import NoReverseMatch, reverse

#: Things that one text may name, of each kind.
MOST_NAMED = 50

Finds = Callable[[str], Iterable[str]]
_views: dict[str, str] = {}
_finds: dict[str, Finds] = {}


def add_subject(kind: str, *, finds: Finds, view: str = "") -> None:
    """Let a room say which things of a kind a text names, by trail id, and which page shows one of that id."""
    if view:
        _views[kind] = view
    _finds[kind] = finds


def address_of(kind: str, identifier: str) -> str:
    """The page of a thing; empty for a kind without pages, or an id that no page has."""
    if kind not in _views:
        return ""
    try:
        return reverse(_views[kind], args=[identifier])
    except NoReverseMatch:
        return ""


def named(text: str) -> dict[str, list[str]]:
    """The ids of what `text` names, by kind: a number, a handle, words of a name."""
    found = {kind: list(finds(text))[:MOST_NAMED] for kind, finds in _finds.items()}
    return {kind: ids for kind, ids in found.items() if ids}
