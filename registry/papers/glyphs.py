"""What can be printed: of the letters people type, those that the typefaces have.

A PDF/UA must not hold a letter without a shape, and no emoji is worth a report that cannot be made: such a sign is
printed as an empty box. The list in the spreadsheet has every sign as it was typed.
"""

import unicodedata
from functools import cache
from itertools import chain

import fontpkg_public_sans
from fontTools.ttLib import TTFont

FOLDER = fontpkg_public_sans.ROOT / "files"
BOX = "□"
#: What the typesetter's own typefaces have beside ours: Greek, Cyrillic, Armenian, Hebrew and Arabic.
ALSO = (
    (0x0370, 0x0377), (0x0384, 0x038A), (0x038E, 0x03A1), (0x03A3, 0x0482), (0x048A, 0x04FF), (0x0531, 0x0556),
    (0x0561, 0x0587), (0x05B0, 0x05C2), (0x05D0, 0x05EA), (0x060C, 0x060C), (0x061F, 0x061F), (0x0621, 0x063A),
    (0x0640, 0x064A), (0x0660, 0x066D), (0x06CC, 0x06CC), (0x06F0, 0x06F9),
)  # fmt: skip


@cache
def printable() -> frozenset[str]:
    """Every sign that has a shape; without those that turn the direction of a line, or do something else unseen."""
    with TTFont(FOLDER / "PublicSans[wght].ttf", lazy=True) as font:
        ours = set(font.getBestCmap())
    more = chain.from_iterable(range(first, last + 1) for first, last in ALSO)
    return frozenset(chr(point) for point in ours.union(more) if unicodedata.category(chr(point))[0] != "C")


def printed(text: object) -> str:
    """The text as it can be printed: blanks for line ends, nothing for signs without a shape of their own, boxes for
    what no typeface has.
    """
    known = printable()
    clean = " ".join(unicodedata.normalize("NFC", str(text)).split())
    return "".join(_sign(sign, known) for sign in clean)


def _sign(sign: str, known: frozenset[str]) -> str:
    if sign in known:
        return sign
    return "" if unicodedata.category(sign) in ("Cc", "Cf", "Mn", "Cs") else BOX
