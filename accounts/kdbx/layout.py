"""The bytes of a file: numbers, records, and the blocks that hold the sealed part."""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.kdbx.errors import Damaged

SIGNATURE = b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5"
BLOCK = 1024 * 1024
HEADER_BLOCK = (1 << 64) - 1


@dataclass
class Bytes:
    """A file read from its beginning; raises `Damaged` where it ends too early."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        found = self.data[self.at : self.at + count]
        if count < 0 or len(found) != count:
            raise Damaged
        self.at += count
        return found

    def number(self, size: int) -> int:
        """The next number of so many bytes."""
        return int.from_bytes(self.take(size), "little")

    def rest(self) -> bytes:
        """Everything that is left."""
        return self.take(len(self.data) - self.at)


def records(source: Bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """The numbered records of a header, up to the one numbered 0; `size` is of the number that tells their length."""
    while True:
        number = source.number(1)
        content = source.take(source.number(size))
        if number == 0:
            return
        yield number, content


def record(number: int, content: bytes) -> bytes:
    """One record of a header of KDBX 4."""
    return bytes([number]) + struct.pack("<I", len(content)) + content


def block_key(key: bytes, index: int) -> bytes:
    """The key under which one block is authenticated."""
    return hashlib.sha512(struct.pack("<Q", index) + key).digest()


def mac(key: bytes, index: int, data: bytes) -> bytes:
    """What authenticates a block: its place, its length and its bytes."""
    counted = struct.pack("<QI", index, len(data)) + data
    return hmac.digest(block_key(key, index), counted, "sha256")


def into_blocks(key: bytes, data: bytes) -> bytes:
    """The sealed part in authenticated blocks; an empty one ends it."""
    pieces = [data[start : start + BLOCK] for start in range(0, len(data), BLOCK)]
    return b"".join(
        mac(key, index, piece) + struct.pack("<I", len(piece)) + piece for index, piece in enumerate([*pieces, b""])
    )


def from_blocks(key: bytes, source: Bytes) -> bytes:
    """The sealed part out of its blocks. Raises `Damaged` where one was changed."""
    found, index = list[bytes](), 0
    while True:
        tag, size = source.take(32), source.number(4)
        piece = source.take(size)
        if not hmac.compare_digest(tag, mac(key, index, piece)):
            raise Damaged
        if not piece:
            return b"".join(found)
        found.append(piece)
        index += 1


def from_hashed_blocks(source: Bytes) -> bytes:
    """The content of KDBX 3.1 out of its blocks, each with its hash. Raises `Damaged`."""
    found, index = list[bytes](), 0
    while True:
        if source.number(4) != index:
            raise Damaged
        digest, size = source.take(32), source.number(4)
        if size == 0:
            return b"".join(found)
        piece = source.take(size)
        if not hmac.compare_digest(digest, hashlib.sha256(piece).digest()):
            raise Damaged
        found.append(piece)
        index += 1
