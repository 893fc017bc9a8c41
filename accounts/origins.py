"""Where an account came from: a room upstairs says which request, and whether this person may finish its set-up."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Account
from registry.people.models import User


@dataclass(frozen=True)
class Origin:
    """The request in words, its page, and where to post that the set-up is finished (empty: not for this person)."""

    label: str
    url: str
    finish: str = ""


Source = Callable[[Account, User], Origin | None]
_sources: list[Source] = []


def add_origin(source: Source) -> Source:
    """Let a room upstairs say it. Used as a decorator; the same source is taken once."""
    if source not in _sources:
        _sources.append(source)
    return source


def origin_of(account: Account, user: User) -> Origin | None:
    """What there is to say to this person; None for who may not see it, and where nobody asked for the account."""
    return next((found for source in _sources if (found := source(account, user))), None)
