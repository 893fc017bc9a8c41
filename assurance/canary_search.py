"""Looks for many secrets at once, down to any eight characters of one, in one pass over all that can be read (D8)."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assurance.canary_views import views

PIECE = 8
BLOCK = 1 << 20
Found = dict[str, set[str]]


@dataclass(frozen=True)
class Canary:
    """A secret: its kind, the value that goes in, and what of it betrays it.

    Any eight characters of `texts` (random, without what is everybody's, like a domain) are a hit, and any eight bytes
    of `raw`; of `wholes` only all of it, as a word of its own, and of `parts` all of it: dates, digits and dictionary
    words are too common in pieces.
    """

    kind: str
    value: str
    texts: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    raw: bytes = b""

    def pieces(self) -> Iterator[bytes]:
        """Every eight bytes that betray it by themselves, in small letters, forwards and backwards."""
        for one in (*(_spellings(self.texts)), self.raw):
            low = one.lower()
            yield from (low[at : at + PIECE] for at in range(len(low) - PIECE + 1))

    def words(self) -> Iterator[tuple[bytes, bool]]:
        """What betrays it as a whole only, and whether it must be a word of its own."""
        for alone, texts in ((True, self.wholes), (False, self.parts)):
            yield from ((one.lower(), alone) for one in _spellings(texts) if len(one) >= PIECE)


def _spellings(texts: Iterable[str]) -> Iterator[bytes]:
    for text in texts:
        for same in {text, text.lower(), text.upper()}:
            yield from (same.encode(), same.encode()[::-1], same[::-1].encode())


@dataclass
class Search:
    """All that is looked for, by number: eight bytes are one, which a set finds at once."""

    canaries: Iterable[Canary]
    owners: dict[int, set[str]] = field(default_factory=dict)
    words: dict[int, set[tuple[str, bytes, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for canary in self.canaries:
            for piece in canary.pieces():
                self.owners.setdefault(_number(piece), set()).add(canary.kind)
            for word, alone in canary.words():
                self.words.setdefault(_number(word[:PIECE]), set()).add((canary.kind, word, alone))
        self.wanted = frozenset(self.owners) | frozenset(self.words)

    def found(self, place: bytes) -> Found:
        """Which canaries are in the place, each with the ways they had to be read out."""
        found: Found = {}
        for ways, view in views(place):
            for kind in self._in(view.lower()):
                found.setdefault(kind, set()).add(" in ".join(reversed(ways)) or "as it is")
        return found

    def _in(self, low: bytes) -> set[str]:
        kinds = set[str]()
        for number in self._numbers(low):
            kinds |= self.owners.get(number, set())
            kinds |= {kind for kind, *word in self.words.get(number, ()) if _is_there(*word, low)}
        return kinds

    def _numbers(self, low: bytes) -> set[int]:
        """Which of the numbers that are looked for some eight bytes in a row are."""
        seen, there = set[int](), memoryview(low)
        for start in range(0, len(low), BLOCK):
            for at in range(start, min(start + PIECE, len(low) - PIECE + 1)):
                end = at + min(BLOCK, (len(low) - at) // PIECE * PIECE)
                seen |= self.wanted.intersection(there[at:end].cast("Q").tolist())
        return seen


def _number(piece: bytes) -> int:
    return int.from_bytes(piece, sys.byteorder)


def _is_there(word: bytes, alone: bool, low: bytes) -> bool:
    return bool(re.search(rb"(?<![a-z0-9])" + re.escape(word) + rb"(?![a-z0-9])", low)) if alone else word in low
