"""Looking for a secret: every way it could be written down, in every place it could have gone."""

import base64
import binascii
import gzip
import html
import json
import urllib.parse
import zlib
from collections.abc import Iterator

GZIP, ZLIB = b"\x1f\x8b\x08", (b"\x78\x01", b"\x78\x9c", b"\x78\xda")
ROUNDS = 2
MOST, BLOCK = 10_000_000, 65_536


def encodings(secret: str) -> dict[str, bytes]:
    """The secret as it would look in each encoding (base64 at each of its three offsets, without the ragged edges)."""
    raw = secret.encode()
    found = {
        "raw": raw,
        "lower": secret.lower().encode(),
        "url": urllib.parse.quote(secret, safe="").encode(),
        "url twice": urllib.parse.quote(urllib.parse.quote(secret, safe=""), safe="").encode(),
        "html": html.escape(secret).encode(),
        "json": json.dumps(secret)[1:-1].encode(),
        "json in UTF-8": json.dumps(secret, ensure_ascii=False)[1:-1].encode(),
        "hex": binascii.hexlify(raw),
        "utf-16": secret.encode("utf-16-le"),
        "reversed": raw[::-1],
    }
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + raw)
        inner = text[4 if offset else 0 : len(text) // 4 * 4 - 4]
        found[f"base64 at {offset}"] = inner
        found[f"url-safe base64 at {offset}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    return found


def hits(secret: str, place: bytes) -> list[str]:
    """In which encodings the secret is in a place, compressed parts opened."""
    known = encodings(secret)
    seen = set()
    for part in opened(place):
        lowered = part.lower()
        seen |= {name for name, text in known.items() if text in (lowered if name in ("lower", "hex") else part)}
    return sorted(seen)


def opened(place: bytes, rounds: int = ROUNDS) -> Iterator[bytes]:
    """The place, and whatever is in it compressed with gzip or zlib, and in those again."""
    yield place
    if rounds:
        for inner in unpacked(place):
            yield from opened(inner, rounds - 1)


def unpacked(place: bytes) -> Iterator[bytes]:
    """The compressed parts of a place in the clear. No part is copied that is not one: a place may be large."""
    for mark, wbits in ((GZIP, 31), *((head, 15) for head in ZLIB)):
        at = place.find(mark)
        while at >= 0:
            inner = inflated(memoryview(place)[at:], wbits)
            if len(inner) > len(mark):
                yield inner
            at = place.find(mark, at + 1)


def inflated(packed: memoryview, wbits: int) -> bytes:
    """What a compressed stream that begins here holds, as far as it can be read; block by block, to its own end."""
    engine, found, size = zlib.decompressobj(wbits), list[bytes](), 0
    for start in range(0, len(packed), BLOCK):
        try:
            found.append(engine.decompress(packed[start : start + BLOCK], MOST))
        except zlib.error:
            break
        size += len(found[-1])
        if engine.eof or size >= MOST:
            break
    return b"".join(found)


def compressed(secret: str) -> bytes:
    return gzip.compress(b"before " + secret.encode() + b" after")
