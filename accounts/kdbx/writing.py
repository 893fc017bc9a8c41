"""Writing a file: KDBX 4, AES-256, Argon2d, everything secret hidden once more inside."""

import gzip
import hashlib
import hmac
import os
import struct
from collections.abc import Iterable
from datetime import datetime

from accounts.kdbx import ciphers, document, kdf
from accounts.kdbx.kdf import REAL, Cost
from accounts.kdbx.layout import HEADER_BLOCK, SIGNATURE, block_key, into_blocks, record
from registry.vault import Secret

VERSION = struct.pack("<HH", 0, 4)
GZIP = 1


def write(
    name: str, entries: Iterable[document.Entry], passphrase: Secret, *, made: datetime, cost: Cost = REAL
) -> bytes:
    """A file of these entries that opens with the passphrase. In memory only."""
    seed, nonce, parameters = os.urandom(32), os.urandom(16), kdf.parameters_for(cost)
    header = _header(seed, nonce, kdf.written(parameters))
    known = kdf.parsed(kdf.written(parameters))
    key = kdf.transformed(kdf.composite(passphrase.expose()), known)
    authentic = hashlib.sha512(seed + key + b"\x01").digest()
    content = ciphers.sealed(hashlib.sha256(seed + key).digest(), nonce, _content(name, entries, made))
    tag = hmac.digest(block_key(authentic, HEADER_BLOCK), header, "sha256")
    return header + hashlib.sha256(header).digest() + tag + into_blocks(authentic, content)


def _header(seed: bytes, nonce: bytes, parameters: bytes) -> bytes:
    return b"".join(
        [
            SIGNATURE,
            VERSION,
            record(2, ciphers.AES),
            record(3, struct.pack("<I", GZIP)),
            record(4, seed),
            record(7, nonce),
            record(11, parameters),
            record(0, b"\r\n\r\n"),
        ]
    )


def _content(name: str, entries: Iterable[document.Entry], made: datetime) -> bytes:
    key = os.urandom(64)
    hide = ciphers.stream(ciphers.CHACHA20_STREAM, key)
    inner = record(1, struct.pack("<I", ciphers.CHACHA20_STREAM)) + record(2, key) + record(0, b"")
    return gzip.compress(inner + document.drawn(name, entries, made, hide), mtime=0)
