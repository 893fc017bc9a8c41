"""Which letters there are: each room registers its own in its notices.py."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from registry.outbox.models import Letter

Facts = Mapping[str, Any]
Maker = Callable[["Letter"], Facts | None]
M = TypeVar("M", bound=Maker)

_makers: dict[str, Maker] = {}


class UnknownTemplate(LookupError):  # noqa: N818 (reads as what happened)
    """Nobody registered this letter."""


def letter(template: str) -> Callable[[M], M]:
    """Registers the function that makes the facts of `template` from a letter when it is sent.

    The facts may hold `path` (the page the button leads to), `reason` (why this person gets it) and `reference`
    (letters about it share a thread). None drops a letter that no longer makes sense.
    """

    def register(maker: M) -> M:
        _makers[template] = maker
        return maker

    return register


def templates() -> list[str]:
    """Names of all registered letters, sorted."""
    return sorted(_makers)


def maker_of(template: str) -> Maker:
    """The function behind `template`; raises UnknownTemplate."""
    try:
        return _makers[template]
    except KeyError:
        raise UnknownTemplate(template) from None
