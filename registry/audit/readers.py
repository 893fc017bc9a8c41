"""What somebody may read of the trail, by rules of the room of people, which this room does not import."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

POWERS = "registry.people.powers"


class Place(NamedTuple):
    """A unit as a reader may ask for it: its name with its depth in the tree, and its number with all below it."""

    name: str
    words: str
    units: list[str]


def scope_of(user: Any) -> Q:
    """Which entries `user` may read."""
    scope: Q = _rule("TRAIL_SCOPE", f"{POWERS}.trail_scope")(user)
    return scope


def sees_all(user: Any) -> bool:
    """Whether `user` reads others' reasons too, and where acts came from."""
    return bool(_rule("TRAIL_READS_ALL", f"{POWERS}.reads_whole_trail")(user))


def places_of(user: Any) -> Mapping[str, Place]:
    """The units whose entries `user` reads, by number, in the order of the tree; none for whoever reads by no unit."""
    places: Mapping[str, Place] = _rule("TRAIL_PLACES", "registry.people.trail_places.trail_places")(user)
    return places


def offices_in_words(roles: Iterable[str]) -> str:
    """The offices that an entry keeps, as people call them."""
    return str(_rule("TRAIL_OFFICES", "registry.people.trail_offices.in_words")(roles))


def _rule(name: str, default: str) -> Any:
    return import_string(getattr(settings, name, default))
