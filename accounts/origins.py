"""Where an account or an authorization came from, and where one asks for one: a room upstairs says it.

The register knows nothing of requests and types no address of theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Account, Authorization, AuthorizationKind
from registry.people.models import User


@dataclass(frozen=True)
class Origin:
    """The request in words, its page, and where to post that the set-up is finished (empty: not for this person)."""

    label: str
    url: str
    finish: str = ""


Source = Callable[[Account, User], Origin | None]
Grant = Callable[[Authorization, User], str]
Door = Callable[[AuthorizationKind], str]
_sources: list[Source] = []
_grants: list[Grant] = []
_doors: list[Door] = []


def add_origin(source: Source) -> Source:
    """Let a room upstairs say it. Used as a decorator; the same source is taken once."""
    if source not in _sources:
        _sources.append(source)
    return source


def origin_of(account: Account, user: User) -> Origin | None:
    """What there is to say to this person; None for who may not see it, and where nobody asked for the account."""
    return next((found for source in _sources if (found := source(account, user))), None)


def add_grant(grant: Grant) -> Grant:
    """Let a room upstairs say by which request an authorization was given. Used as a decorator, as `add_origin`."""
    if grant not in _grants:
        _grants.append(grant)
    return grant


def page_of_grant(authorization: Authorization, user: User) -> str:
    """The page of the request by which it was given; empty for who may not see that."""
    return next((found for grant in _grants if (found := grant(authorization, user))), "")


def add_door(door: Door) -> Door:
    """Let a room upstairs say where one asks for an authorization of a kind. Used as a decorator, as `add_origin`."""
    if door not in _doors:
        _doors.append(door)
    return door


def where_to_ask_for(kind: AuthorizationKind) -> str:
    """The page on which one asks for an authorization of that kind; empty where there is none."""
    return next((found for door in _doors if (found := door(kind))), "")
