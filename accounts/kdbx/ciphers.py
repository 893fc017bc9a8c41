"""What seals the whole file, and the key stream that hides its protected fields once more."""

import hashlib
import struct
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from accounts.kdbx.errors import Damaged, Foreign, TooLarge

AES = bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")
TWOFISH = bytes.fromhex("ad68f29f576f4bb9a36ad47af965346c")
CHACHA20 = bytes.fromhex("d6038a2b8b6f4cb5a524339a31dbb59a")
SALSA20_STREAM, CHACHA20_STREAM = 2, 3
#: Hidden text of one file of KDBX 3.1, in bytes: what takes about three seconds to show.
MOST_HIDDEN = 1024 * 1024
_SALSA_NONCE = bytes.fromhex("e830094b97205d2a")
_COLUMNS = ((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11))
_ROWS = ((0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14))

Stream = Callable[[bytes], bytes]


def sealed(key: bytes, nonce: bytes, data: bytes) -> bytes:
    """The data under AES-256-CBC; what authenticates it are the blocks around it."""
    padder, cipher = PKCS7(128).padder(), Cipher(algorithms.AES(key), modes.CBC(nonce)).encryptor()
    return cipher.update(padder.update(data) + padder.finalize()) + cipher.finalize()


def opened(cipher: bytes, key: bytes, nonce: bytes, data: bytes) -> bytes:
    """The data again. Raises `Foreign` for another cipher, `Damaged` where it does not come out even."""
    if cipher == CHACHA20 and len(nonce) == 12:
        return Cipher(algorithms.ChaCha20(key, bytes(4) + nonce), None).decryptor().update(data)
    if cipher != AES:
        raise Foreign
    try:
        plain = Cipher(algorithms.AES(key), modes.CBC(nonce)).decryptor().update(data)
        unpadder = PKCS7(128).unpadder()
        return unpadder.update(plain) + unpadder.finalize()
    except ValueError:
        raise Damaged from None


def stream(number: int, key: bytes) -> Stream:
    """The key stream over the protected fields, one after the other. Raises `Foreign`."""
    if number == CHACHA20_STREAM:
        digest = hashlib.sha512(key).digest()
        return Cipher(algorithms.ChaCha20(digest[:32], bytes(4) + digest[32:44]), None).encryptor().update
    if number == SALSA20_STREAM:
        return _Salsa20(hashlib.sha256(key).digest())
    raise Foreign


class _Salsa20:
    """Salsa20 (20 rounds, 256-bit key) as D. J. Bernstein specifies it: only to read what KDBX 3.1 has hidden.

    Raises `TooLarge`.
    """

    def __init__(self, key: bytes) -> None:
        words = struct.unpack("<8I", key)
        nonce = struct.unpack("<2I", _SALSA_NONCE)
        sigma = struct.unpack("<4I", b"expand 32-byte k")
        head, tail = (sigma[0], *words[:4], sigma[1], *nonce), (sigma[2], *words[4:], sigma[3])
        self.head, self.tail = head, tail
        self.counter, self.left = 0, b""

    def __call__(self, data: bytes) -> bytes:
        missing = max(0, len(data) - len(self.left))
        if self.counter * 64 + missing > MOST_HIDDEN:
            raise TooLarge
        known = self.left + b"".join(self._block() for _ in range(-(-missing // 64)))
        used, self.left = known[: len(data)], known[len(data) :]
        return bytes(one ^ other for one, other in zip(data, used, strict=True))

    def _block(self) -> bytes:
        start = [*self.head, self.counter & 0xFFFFFFFF, self.counter >> 32, *self.tail]
        state = list(start)
        for _round in range(10):
            for order in (*_COLUMNS, *_ROWS):
                _quarter(state, *order)
        self.counter += 1
        return struct.pack("<16I", *((one + other) & 0xFFFFFFFF for one, other in zip(state, start, strict=True)))


def _quarter(state: list[int], a: int, b: int, c: int, d: int) -> None:
    for to, one, other, turn in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
        total = (state[one] + state[other]) & 0xFFFFFFFF
        state[to] ^= ((total << turn) | (total >> (32 - turn))) & 0xFFFFFFFF
