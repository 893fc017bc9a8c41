"""The stored form: what a sealed thing looks like in bytes, and what it is bound to.

    magic "RV" | format | algorithm | length of key id | key id | nonce (12) | ciphertext and tag (16)

AES-256-GCM as in NIST SP 800-38D, with a random 96-bit nonce for every sealing (section 8.2.2) and a full 128-bit
tag. Everything before the nonce is part of the associated data, and so is what the thing belongs to; a row that was
moved or relabelled therefore does not open. A format or algorithm of another release is refused, never guessed.
"""

import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag

from .errors import NotText, UnknownAlgorithm, UnknownFormat, Unreadable
from .keys import Key

MAGIC = b"RV"
FORMAT = 1
AES_256_GCM = 1
NONCE_BYTES = 12
TAG_BYTES = 16
BLOCK = 64


@dataclass(frozen=True, slots=True)
class Envelope:
    """A stored form taken apart; nothing in it has been authenticated yet."""

    kid: str
    nonce: bytes
    ciphertext: bytes


def canonical(*parts: str | int) -> bytes:
    """The parts as bytes, each behind its kind and length, so that no two lists are written alike."""
    return b"".join([len(parts).to_bytes(4, "big"), *map(_part, parts)])


def _part(part: str | int) -> bytes:
    kind, data = (b"i", str(part).encode()) if isinstance(part, int) else (b"s", encode(part))
    return b"%c%b%b" % (kind, len(data).to_bytes(4, "big"), data)


#: Names of places and keys come again and again, and none is a secret: only these are ever remembered.
_label = lru_cache(maxsize=4096, typed=True)(_part)


def encode(text: str) -> bytes:
    """The text as UTF-8; raises NotText. Python's own error would carry the text, so it is not kept as a cause."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        pass
    raise NotText("This text cannot be stored: part of a character is missing.")


def pad(data: bytes) -> bytes:
    """Fills up to a multiple of 64 bytes, so that a PIN looks like a pass phrase (ISO/IEC 7816-4 padding)."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def unpad(data: bytes) -> bytes:
    """Undoes `pad`; raises Unreadable. Only ever sees authenticated bytes, so it is no oracle."""
    stripped = data.rstrip(b"\x00")
    if stripped[-1:] != b"\x80" or len(data) % BLOCK or len(data) - len(stripped) >= BLOCK:
        raise Unreadable("A sealed value was padded by other rules.")
    return stripped[:-1]


def close(key: Key, data: bytes, *, bound_to: tuple[str | int, ...], named: str = "") -> bytes:
    """Seals the bytes under the key, bound to the parts; the stored form names `named`, or else the key's id."""
    kid = named or key.kid
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = key.cipher().encrypt(nonce, data, _associated(kid, bound_to))
    header = MAGIC + bytes([FORMAT, AES_256_GCM, len(kid)]) + kid.encode("ascii")
    return header + nonce + ciphertext


def read(stored: bytes) -> Envelope:
    """Takes a stored form apart. Raises UnknownFormat, UnknownAlgorithm, or Unreadable if it is none of ours."""
    data = bytes(stored)
    if len(data) < 5 or data[:2] != MAGIC:
        raise Unreadable("This is not something the vault has sealed.")
    if data[2] != FORMAT:
        raise UnknownFormat(f"This release does not know the stored format {data[2]}.")
    if data[3] != AES_256_GCM:
        raise UnknownAlgorithm(f"This release does not know the algorithm {data[3]}.")
    start = 5 + data[4]
    kid, nonce, ciphertext = (
        data[5:start],
        data[start : start + NONCE_BYTES],
        data[start + NONCE_BYTES :],
    )
    if len(ciphertext) < TAG_BYTES or not kid or not kid.isascii():
        raise Unreadable("A sealed value is cut short.")
    return Envelope(kid.decode("ascii"), nonce, ciphertext)


def unlock(key: Key, envelope: Envelope, *, bound_to: tuple[str | int, ...]) -> bytes:
    """The sealed bytes; raises Unreadable whatever it is that does not fit."""
    try:
        return key.cipher().decrypt(envelope.nonce, envelope.ciphertext, _associated(envelope.kid, bound_to))
    except InvalidTag:
        raise Unreadable("A sealed value does not open.") from None


def _associated(kid: str, bound_to: tuple[str | int, ...]) -> bytes:
    parts = (FORMAT, AES_256_GCM, kid, *bound_to)
    return b"".join([len(parts).to_bytes(4, "big"), *map(_label, parts)])
