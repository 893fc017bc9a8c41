"""Which letters there are: each room registers its own in its notices.py."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from registry.outbox.models import Letter

Facts = Mapping[str, Any]
Maker = Callable[["Letter"], Facts | None]
M = TypeVar("M", bound=Maker)

_makers: dict[str, Maker] = {}
_can_wait: set[str] = set()


class UnknownTemplate(LookupError):  # noqa: N818 (reads as what happened)
    """Nobody registered this letter."""


def letter(template: str, *, can_wait: bool = False) -> Callable[[M], M]:
    """Registers the function that makes the facts of `template` from a letter when it is sent.

    The facts may hold `path` (the page the button leads to), `reason` (why this person gets it) and `reference`
    (letters about it share a thread). None drops a letter that no longer makes sense. One that `can_wait` goes into the
    daily letter of whoever asked for one; never a decision that is asked for, never anything about signing in.
    """

    def register(maker: M) -> M:
        _makers[template] = maker
        if can_wait:
            _can_wait.add(template)
        return maker

    return register


def templates() -> list[str]:
    """Names of all registered letters, sorted."""
    return sorted(_makers)


def can_wait(template: str) -> bool:
    """Whether the letter may go into a daily one."""
    return template in _can_wait


def maker_of(template: str) -> Maker:
    """The function behind `template`; raises UnknownTemplate."""
    try:
        return _makers[template]
    except KeyError:
        raise UnknownTemplate(template) from None
