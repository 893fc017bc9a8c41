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
    for part in _opened(place):
        lowered = part.lower()
        seen |= {name for name, text in known.items() if text in (lowered if name in ("lower", "hex") else part)}
    return sorted(seen)


def _opened(place: bytes, rounds: int = ROUNDS) -> Iterator[bytes]:
    yield place
    if not rounds:
        return
    for mark, wbits in ((GZIP, 31), *((head, 15) for head in ZLIB)):
        at = place.find(mark)
        while at >= 0:
            try:
                inner = zlib.decompressobj(wbits).decompress(place[at:], 10_000_000)
            except zlib.error:
                inner = b""
            if len(inner) > len(mark):
                yield from _opened(inner, rounds - 1)
            at = place.find(mark, at + 1)


def compressed(secret: str) -> bytes:
    return gzip.compress(b"before " + secret.encode() + b" after")
