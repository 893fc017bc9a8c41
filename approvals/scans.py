"""Whether a file is a scan that may be kept: judged by its content, never by its name or what the browser says (E1.19).

A scan is kept as it came, shown to nobody inside a page, and downloaded only. What could run when it is opened is
turned away: a PDF with scripts, actions or files inside, a picture that would unpack to more than anyone prints.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.models import ScanKind
from registry.people.refusal import Refused

LARGEST = 5 * 1024 * 1024
#: A side and a page of a picture, in pixels: a sheet of Letter at 600 dots to the inch is 5,100 by 6,600.
WIDEST, MOST_PIXELS = 15_000, 60_000_000
#: So much of a PDF's packed objects is looked through; more is no scan.
MOST_UNPACKED = 20 * 1024 * 1024

NEVER = re.compile(
    rb"/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE|Encrypt"
    rb"|EF|Filespec|FileAttachment)"
    rb"(?![A-Za-z0-9])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
#: The name of packed objects, each letter of which may be written as its number.
_STREAM = re.compile(
    rb"/(?:O|#4[fF])(?:b|#62)(?:j|#6[aA])(?:S|#53)(?:t|#74)(?:m|#6[dD])(?![A-Za-z0-9]).*?stream\r?\n", re.DOTALL
)
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
#: Markers that carry a JPEG's height and width.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def check_scan(content: bytes) -> ScanKind:
    """What kind of scan it is; raises `Refused` with what is wrong."""
    if not content:
        raise Refused(_("The file is empty. Choose the scan again."))
    if len(content) > LARGEST:
        raise Refused(too_large())
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return ScanKind.PDF
    if content.startswith(_PNG):
        _check_size(_size_of_png(content))
        return ScanKind.PNG
    if content.startswith(_JPEG):
        _check_size(_size_of_jpeg(content))
        return ScanKind.JPEG
    raise Refused(_("This is no PDF, PNG or JPEG file. Scan the paper as one of these."))


def hash_of(content: bytes) -> str:
    """The scan's SHA-256 in hex: for a decision made off-line it stands for the text that was signed."""
    return hashlib.sha256(content).hexdigest()


def too_large() -> str:
    """The sentence for a file that is too large."""
    return _("The file is larger than 5 MB. Scan the paper again in black and white, or with fewer dots.")


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise Refused(_("The PDF is not complete. Scan the paper again."))
    for part in _readable(content):
        if NEVER.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)):
            raise Refused(
                _("This PDF is protected, or holds a script, an action or another file. Scan the paper again.")
            )


def _readable(content: bytes) -> Iterator[bytes]:
    """The PDF's own bytes, and its packed objects unpacked; raises `Refused` for what cannot be looked into."""
    yield content
    left = MOST_UNPACKED
    for found in _STREAM.finditer(content):
        packed = zlib.decompressobj()
        try:
            part = packed.decompress(content[found.end() :], left)
        except zlib.error:
            raise Refused(_("This PDF cannot be looked into. Scan the paper again.")) from None
        left -= len(part)
        if left <= 0 or not packed.eof:
            raise Refused(_("This PDF unpacks to more than a scan holds. Scan the paper again."))
        yield part


def _check_size(size: tuple[int, int] | None) -> None:
    if size is None:
        raise Refused(_("The picture is damaged or not complete. Scan the paper again."))
    width, height = size
    if not (0 < width <= WIDEST and 0 < height <= WIDEST and width * height <= MOST_PIXELS):
        raise Refused(_("The picture has more pixels than a scan of one sheet. Scan the paper again, with fewer dots."))


def _size_of_png(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 33 or b"IEND" not in content[-16:]:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame's header; None where there is none, or the end is missing."""
    at, end = 2, len(content) - 9
    if b"\xff\xd9" not in content[-64:]:
        return None
    while at < end and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + max(length, 2)
    return None
