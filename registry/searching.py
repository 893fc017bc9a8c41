"""What one search over all rooms is made of: each room says what of it somebody's words mean (docs/decisions/0049)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from registry.folding import folded

#: Rows of a part on the page; the room's own list has the rest.
SHOWN = 6
#: Counting stops here; more is "more than".
COUNTED = 50
#: Words that are looked for; nobody means more.
MOST_WORDS = 8
#: What is longer is no search.
LONGEST = 200

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Hit:
    """One thing: what it is called, where it leads, what stands beneath; `account` where its state is to be shown."""

    title: str
    url: str
    meta: str = ""
    icon: str = ""
    platform: Any = None
    account: Any = None
    status: dict[str, str] | None = None


@dataclass(frozen=True)
class Found:
    """One part of what was found: its first rows, how many there are, and the list that has them all."""

    key: str
    label: str
    hits: list[Hit]
    count: int
    is_capped: bool
    more: str = ""


def words_of(text: str) -> list[str]:
    """The words as they are compared: folded, without the @ of a handle."""
    return [word for each in folded(text).split() if (word := each.removeprefix("@"))][:MOST_WORDS]


def part(key: str, label: str, rows: Sequence[Thing], hit: Callable[[Thing], Hit], more: str = "") -> Found:
    """A part made of at most `COUNTED + 1` rows; `more` leads to the whole list where it has more than is shown."""
    count = min(len(rows), COUNTED)
    return Found(key, label, [hit(row) for row in rows[:SHOWN]], count, len(rows) > COUNTED, more * (len(rows) > SHOWN))
