"""What can be read out of bytes: escapes undone, encodings decoded, compressed parts opened, and in those again (D8)."""

import binascii
import html
import quopri
import re
import struct
import urllib.parse
from collections.abc import Callable, Iterator

from tests.leaks import inflated, unpacked

DEPTH = 3
#: As far around an escape as eight characters may reach, each of them escaped twice.
REACH = 160
APART = b"\n\0\n"
#: A page without its tags: what else there is to read out of it is in the page.
TEXT = "without tags"
ZIP = b"PK\x03\x04"
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_ENTITY = re.compile(rb"&#?\w{1,31};")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_BACKSLASH = re.compile(rb'(?:\\u[0-9A-Fa-f]{4})+|\\x[0-9A-Fa-f]{2}|\\["\'\\/]')
_QUOTED = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_WIDE = re.compile(rb"(?:[^\0]\0){7,}[^\0]")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
_TAG = re.compile(rb"<[^<>]{0,2000}>")

View = tuple[tuple[str, ...], bytes]


def views(place: bytes, depth: int = DEPTH) -> Iterator[View]:
    """The place as it is, and all that was read out of it, with the ways it took."""
    yield (), place
    if not depth:
        return
    for way, read in READERS.items():
        inner = read(place)
        if len(inner) >= 8:
            yield from (((way, *ways), view) for ways, view in views(inner, 0 if way == TEXT else depth - 1))


def _around(place: bytes, escape: re.Pattern[bytes]) -> bytes:
    """What stands near an escape; the rest of the place has none to undo."""
    spans = list[list[int]]()
    for match in escape.finditer(place):
        if spans and match.start() - REACH <= spans[-1][1]:
            spans[-1][1] = match.end() + REACH
        else:
            spans.append([max(0, match.start() - REACH), match.end() + REACH])
    return APART.join(place[start:end] for start, end in spans)


def _percent(place: bytes) -> bytes:
    return urllib.parse.unquote_to_bytes(_around(place, _PERCENT))


def _entities(place: bytes) -> bytes:
    return html.unescape(_around(place, _ENTITY).decode("utf-8", "replace")).encode()


def _backslashes(place: bytes) -> bytes:
    return _BACKSLASH.sub(_one, _around(place, _BACKSLASH))


def _one(match: re.Match[bytes]) -> bytes:
    text = match[0]
    if text[1:2] == b"u":
        return bytes.fromhex(text.decode().replace("\\u", "")).decode("utf-16-be", "replace").encode()
    return bytes.fromhex(text[2:].decode()) if text[1:2] == b"x" else text[1:]


def _quoted(place: bytes) -> bytes:
    return quopri.decodestring(_around(place, _QUOTED))


def _wide(place: bytes) -> bytes:
    return APART.join(match[0][::2].decode("latin-1").encode() for match in _WIDE.finditer(place))


def _hex(place: bytes) -> bytes:
    runs = [match[0] for match in _HEX.finditer(place)]
    return APART.join(binascii.unhexlify(run[at : len(run) - (len(run) - at) % 2]) for run in runs for at in range(2))


def _base64(place: bytes) -> bytes:
    runs = [match[0].translate(_TO_STANDARD) for match in _BASE64.finditer(place)]
    return APART.join(binascii.a2b_base64(run[at:] + b"A" * (-(len(run) - at) % 4)) for run in runs for at in range(4))


def _packed(place: bytes) -> bytes:
    return APART.join(unpacked(place))


def _zipped(place: bytes) -> bytes:
    found, at = list[bytes](), place.find(ZIP)
    while 0 <= at <= len(place) - 30:
        name, extra = struct.unpack_from("<HH", place, at + 26)
        found.append(inflated(memoryview(place)[at + 30 + name + extra :], -15))
        at = place.find(ZIP, at + 1)
    return APART.join(found)


def _words(place: bytes) -> bytes:
    return b" ".join(_TAG.sub(b" ", place).split()) if b"</" in place else b""


READERS: dict[str, Callable[[bytes], bytes]] = {
    "URL": _percent,
    "HTML": _entities,
    "backslashes": _backslashes,
    "quoted-printable": _quoted,
    "UTF-16": _wide,
    "hex": _hex,
    "base64": _base64,
    "gzip or zlib": _packed,
    "zip": _zipped,
    TEXT: _words,
}
