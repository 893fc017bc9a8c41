"""Which stretches of a text could be a secret that somebody typed into it: candidates to compare, never kept."""

import re
from collections.abc import Iterable, Iterator

SHORTEST, LONGEST = 6, 64
#: Up to this length a text is taken apart at every letter; a longer one between words, so that it stays quick.
EVERY_LETTER = 300
_WORD = re.compile(r"\w+|[^\w\s]")
Span = tuple[int, int]


def stretches(text: str) -> set[str]:
    """Every stretch of 6 to 64 characters that begins and ends with a word (or anywhere, in a short text), and the same
    with the spaces left out. Bounded: at most 59 for each letter and form.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    letters = [(at, at + 1) for at in range(len(text))]
    found = set(_between(text, letters if len(text) <= EVERY_LETTER else spans))
    closed = "".join(text[start:end] for start, end in spans)
    return found | set(_between(closed, _closed_up(spans))) if closed != text else found


def _closed_up(spans: Iterable[Span]) -> list[Span]:
    """Where the words stand once there is no space between them."""
    moved, at = [], 0
    for start, end in spans:
        moved.append((at, at + end - start))
        at += end - start
    return moved


def _between(text: str, spans: list[Span]) -> Iterator[str]:
    for first, (start, _end) in enumerate(spans):
        for _start, end in spans[first : first + LONGEST]:
            if end - start > LONGEST:
                break
            if end - start >= SHORTEST:
                yield text[start:end]
