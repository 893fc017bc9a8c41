"""Reading a file that somebody brings: KDBX 3.1 and 4, with a passphrase alone, within limits."""

import hashlib
import hmac
import zlib
from dataclasses import dataclass

from accounts.kdbx import ciphers, document, kdf
from accounts.kdbx.errors import Damaged, Foreign, TooLarge, Twofish, WrongPassphrase
from accounts.kdbx.layout import (
    HEADER_BLOCK,
    SIGNATURE,
    Bytes,
    block_key,
    from_blocks,
    from_hashed_blocks,
    records,
)
from registry.vault import Secret

MAGIC = SIGNATURE
MOST_UNPACKED = 20 * 1024 * 1024


@dataclass(frozen=True)
class _Header:
    """What stands in the clear: which cipher, which seeds, how dear a guess is."""

    written: bytes
    values: dict[int, bytes]

    def __getitem__(self, number: int) -> bytes:
        if number not in self.values:
            raise Damaged
        return self.values[number]

    @property
    def is_packed(self) -> bool:
        return int.from_bytes(self[3], "little") == 1


def read(data: bytes, passphrase: Secret) -> list[document.Entry]:
    """The entries of a file. Raises an `Unopenable` that says why not; nothing of the file is in it."""
    source = Bytes(data)
    if not data.startswith(SIGNATURE):
        raise Foreign
    source.take(len(SIGNATURE) + 2)
    major = source.number(2)
    if major not in (3, 4):
        raise Foreign
    header = _Header(b"", dict(records(source, 2 if major == 3 else 4)))
    header = _Header(data[: source.at], header.values)
    if header[2] == ciphers.TWOFISH:
        raise Twofish
    if header[2] not in (ciphers.AES, ciphers.CHACHA20):
        raise Foreign
    return (_read_3 if major == 3 else _read_4)(header, source, kdf.composite(passphrase.expose()))


def _read_4(header: _Header, source: Bytes, composite: bytes) -> list[document.Entry]:
    if not hmac.compare_digest(source.take(32), hashlib.sha256(header.written).digest()):
        raise Damaged
    key = kdf.transformed(composite, kdf.parsed(header[11]))
    authentic = hashlib.sha512(header[4] + key + b"\x01").digest()
    tag = hmac.digest(block_key(authentic, HEADER_BLOCK), header.written, "sha256")
    if not hmac.compare_digest(source.take(32), tag):
        raise WrongPassphrase
    content = from_blocks(authentic, source)
    plain = ciphers.opened(header[2], hashlib.sha256(header[4] + key).digest(), header[7], content)
    inside = Bytes(_unpacked(plain) if header.is_packed else plain)
    values = dict(records(inside, 4))
    show = ciphers.stream(int.from_bytes(values.get(1, b""), "little"), values.get(2, b""))
    return document.parsed(inside.rest(), show)


def _read_3(header: _Header, source: Bytes, composite: bytes) -> list[document.Entry]:
    key = kdf.aes_kdf(composite, header[5], int.from_bytes(header[6], "little"))
    try:
        plain = ciphers.opened(header[2], hashlib.sha256(header[4] + key).digest(), header[7], source.rest())
    except Damaged:
        raise WrongPassphrase from None  # nothing authenticates it: a wrong key looks just like a damaged end
    inside = Bytes(plain)
    if not hmac.compare_digest(inside.take(32), header[9]):
        raise WrongPassphrase
    content = from_hashed_blocks(inside)
    show = ciphers.stream(int.from_bytes(header[10], "little"), header[8])
    return document.parsed(_unpacked(content) if header.is_packed else content, show)


def _unpacked(data: bytes) -> bytes:
    """What was packed, up to a limit. Raises `TooLarge`, `Damaged`."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, MOST_UNPACKED + 1)
    except zlib.error:
        raise Damaged from None
    if len(plain) > MOST_UNPACKED:
        raise TooLarge
    if not unpacker.eof:
        raise Damaged
    return plain
