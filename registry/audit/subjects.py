"""What an entry can be about: each room says under which address its things stand, and which of them a text names.

The trail keeps ids and labels as they were and imports no room; to search millions of entries by a part of a label
would read them all. So the room that has the thing names it, and the trail's own index of ids does the rest.
"""

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Q
from django.urls import NoReverseMatch, reverse

#: Things that one text may name, of each kind.
MOST_NAMED = 50

Finds = Callable[[str], Iterable[str]]
Hangs = Callable[[str], Mapping[str, Iterable[str]]]
_views: dict[str, str] = {}
_titles: dict[str, object] = {}
_finds: dict[str, Finds] = {}
_hangs: dict[str, list[Hangs]] = {}


def add_subject(kind: str, *, finds: Finds, view: str = "") -> None:
    """Let a room say which things of a kind a text names, by trail id, and which page shows one of that id."""
    if view:
        _views[kind] = view
    _finds[kind] = finds


def add_whole(kind: str, hangs: Hangs) -> None:
    """Let a room say what of its own hangs on a thing of a kind: `hangs(trail id)` gives trail ids by kind, in as many
    queries for many as for one.
    """
    if hangs not in _hangs.setdefault(kind, []):
        _hangs[kind].append(hangs)


def whole(kind: str, identifier: str) -> Q:
    """Everything about a thing and about what hangs on it, as a condition on entries: the trail's index of kind and id
    answers it.
    """
    about = Q(object_type=kind, object_id=identifier)
    for hangs in _hangs.get(kind, []):
        for part, ids in hangs(identifier).items():
            about |= Q(object_type=part, object_id__in=sorted(ids))
    return about


def add_pages(titles: Mapping[str, object]) -> None:
    """Let a room say what its pages are called, by the name of their view: for who was refused one."""
    _titles.update(titles)


def page_title(view: str) -> str:
    """What a page is called; empty for one of which no room says it."""
    return str(_titles.get(view, ""))


def page_titles() -> Mapping[str, str]:
    """What pages are called, by the name of their view: all of which a room says it."""
    return {view: str(title) for view, title in _titles.items()}


def address_of(kind: str, identifier: str) -> str:
    """The page of a thing; empty for a kind without pages, or an id that no page has."""
    if kind not in _views:
        return ""
    try:
        return reverse(_views[kind], args=[identifier])
    except NoReverseMatch:
        return ""


def called(kind: str, text: str) -> list[str]:
    """The ids of the things of one kind that `text` names."""
    return list(_finds[kind](text))[:MOST_NAMED] if kind in _finds else []


def named(text: str) -> dict[str, list[str]]:
    """The ids of what `text` names, by kind: a number, a handle, words of a name."""
    found = {kind: called(kind, text) for kind in _finds}
    return {kind: ids for kind, ids in found.items() if ids}
