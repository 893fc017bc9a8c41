"""How wide each column of a table is: as its words need it, and where they need more than there is, long words break.

A paper knows its columns before it is set: words are never printed over those of the next column, whatever was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from registry.papers.glyphs import FOLDER

#: What a line of letter paper on its side has room for, in points; a column's own margins; the sizes of letters.
LINE, MARGINS, SIZES = 24.9 * 72 / 2.54, 6.5, (9.0, 8.0, 7.0)
#: Zero width: where a word may go on in the next line.
BREAK = "\u200b"
#: After these a word breaks first: parts of an address, a handle, a day.
ENDS = frozenset("_-/.,;:+=&")
#: A word longer than this, in sizes of its letters, may break; and at which lengths a text has several lines: the first
#: at which the columns fill the line.
WORD, TEXTS = 13.0, (26.0, 60.0, 500.0)

#: Letters of another typeface.
OTHER = 1.0

Texts = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Columns:
    """The size of the letters, in points, and what each column is wide, in points."""

    size: float
    widths: list[float]

    def broken(self, row: Sequence[str]) -> list[str]:
        """The cells of a row, with breaks in words that are wider than their column."""
        room = [(width - MARGINS) / self.size for width in self.widths]
        return [_broken(cell, most) for cell, most in zip(row, room, strict=True)]


def columns(lines: Texts) -> Columns:
    """For these lines, the heads among them: no letter is smaller, and no word is broken, without need."""
    needs = [min(max(map(_longest_word, column)), WORD) for column in zip(*lines, strict=True)]
    wants = [max(map(wide, column)) for column in zip(*lines, strict=True)]
    room = LINE - MARGINS * len(needs)
    size = next((size for size in SIZES if sum(needs) * size <= room), SIZES[-1])
    needs = _capped(needs, room / size)
    rest = room / size - sum(needs)
    for most in TEXTS:
        more = [max(min(want, most) - need, 0.0) for want, need in zip(wants, needs, strict=True)]
        if sum(more) >= rest:
            break
    share = min(rest / (sum(more) or 1.0), 1.0)
    return Columns(size, [MARGINS + size * (need + share * each) for need, each in zip(needs, more, strict=True)])


def wide(text: str) -> float:
    """How wide a text is in bold, which no weight of ours is wider than, in sizes of its letters."""
    return sum(map(_of, text))


@cache
def _of(sign: str) -> float:
    name = _typeface().getBestCmap().get(ord(sign))
    return _shapes()[name].width / _typeface()["head"].unitsPerEm if name else OTHER


@cache
def _typeface() -> TTFont:
    return TTFont(FOLDER / "PublicSans[wght].ttf")


@cache
def _shapes() -> Any:
    return _typeface().getGlyphSet(location={"wght": 700})


def _longest_word(text: str) -> float:
    return max(map(wide, text.split()), default=0.0)


def _capped(needs: list[float], room: float) -> list[float]:
    """The needs as they are where they fit; else the longest made as long as each other, until they do."""
    left, found = room, dict.fromkeys(range(len(needs)), 0.0)
    for done, nth in enumerate(sorted(found, key=lambda nth: needs[nth])):
        found[nth] = min(needs[nth], left / (len(needs) - done))
        left -= found[nth]
    return list(found.values())


def _broken(text: str, room: float) -> str:
    return " ".join(word if wide(word) <= room else _pieces(word, room) for word in text.split(" "))


def _pieces(word: str, room: float) -> str:
    """The word with breaks after its parts; a part that is still too wide may break anywhere."""
    parts = [""]
    for sign in word:
        parts[-1] += sign
        if sign in ENDS:
            parts.append("")
    return BREAK.join(part if wide(part) <= room else BREAK.join(part) for part in parts if part)
