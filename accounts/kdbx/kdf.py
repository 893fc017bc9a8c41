"""From a passphrase to the file's key: Argon2 for what we write, AES-KDF too for what we read."""

import hashlib
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from accounts.kdbx.errors import Damaged, Foreign, TooLarge
from accounts.kdbx.layout import Bytes

ARGON2D = bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c")
ARGON2ID = bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6")
AES_KDF = (bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea"), bytes.fromhex("7c02bb8279a74ac0927d114a00648238"))
KIB = 1024
#: What opening somebody's file may take: half a gigabyte at once, and about ten seconds.
MOST_MEMORY = 512 * KIB
MOST_WORK = 8 * 1024 * KIB
MOST_LANES = 16
MOST_ROUNDS = 200_000_000
_ZEROS = bytes(16 * 65_536)
_NUMBERS = {0x04: "<I", 0x05: "<Q", 0x0C: "<i", 0x0D: "<q"}

Parameters = Mapping[str, "int | bytes"]


@dataclass(frozen=True)
class Cost:
    """What one guess at a passphrase costs: passes over so much memory (KiB), in so many lanes."""

    passes: int
    memory: int
    lanes: int


#: More than a second on a small server (docs/decisions/0026).
REAL = Cost(passes=36, memory=64 * KIB, lanes=2)


def composite(passphrase: str) -> bytes:
    """The passphrase as the format hashes it, without a key file."""
    return hashlib.sha256(hashlib.sha256(passphrase.encode("utf-8", "replace")).digest()).digest()


def parameters_for(cost: Cost) -> dict[str, tuple[int, bytes]]:
    """Argon2d under a fresh salt, as typed values for the header."""
    return {
        "$UUID": (0x42, ARGON2D),
        "S": (0x42, os.urandom(32)),
        "I": (0x05, struct.pack("<Q", cost.passes)),
        "M": (0x05, struct.pack("<Q", cost.memory * KIB)),
        "P": (0x04, struct.pack("<I", cost.lanes)),
        "V": (0x04, struct.pack("<I", 0x13)),
    }


def written(parameters: Mapping[str, tuple[int, bytes]]) -> bytes:
    """The typed values as the header holds them."""
    out = [struct.pack("<H", 0x0100)]
    for name, (kind, value) in parameters.items():
        key = name.encode()
        out += [bytes([kind]), struct.pack("<I", len(key)), key, struct.pack("<I", len(value)), value]
    return b"".join([*out, b"\x00"])


def parsed(data: bytes) -> Parameters:
    """The values of a header. Raises `Damaged`."""
    source, found = Bytes(data), dict[str, "int | bytes"]()
    if source.number(2) >> 8 != 1:
        raise Damaged
    while kind := source.number(1):
        name = source.take(source.number(4)).decode("ascii", "replace")
        value = source.take(source.number(4))
        try:
            found[name] = struct.unpack(_NUMBERS[kind], value)[0] if kind in _NUMBERS else value
        except struct.error:
            raise Damaged from None
    return found


def transformed(key: bytes, parameters: Parameters) -> bytes:
    """The key after the work that makes guessing dear. Raises `Foreign`, `TooLarge`, `Damaged`."""
    method = parameters.get("$UUID")
    if method in (ARGON2D, ARGON2ID):
        return _argon2(key, parameters, Type.D if method == ARGON2D else Type.ID)
    if method in AES_KDF:
        return aes_kdf(key, _bytes(parameters, "S"), _number(parameters, "R"))
    raise Foreign


def aes_kdf(key: bytes, seed: bytes, rounds: int) -> bytes:
    """The key encrypted over and over. Chaining over zeros does each round with the outcome of the one before."""
    if rounds > MOST_ROUNDS:
        raise TooLarge
    if len(seed) != 32:
        raise Damaged
    return hashlib.sha256(_encrypted_often(key[:16], seed, rounds) + _encrypted_often(key[16:], seed, rounds)).digest()


def _encrypted_often(block: bytes, seed: bytes, rounds: int) -> bytes:
    while rounds > 0:
        step = min(rounds, len(_ZEROS) // 16)
        chained = Cipher(algorithms.AES(seed), modes.CBC(block)).encryptor()
        block = chained.update(_ZEROS[: 16 * step])[-16:]
        rounds -= step
    return block


def _argon2(key: bytes, parameters: Parameters, kind: Type) -> bytes:
    memory, passes, lanes = _number(parameters, "M") // KIB, _number(parameters, "I"), _number(parameters, "P")
    if memory > MOST_MEMORY or passes * memory > MOST_WORK or lanes > MOST_LANES:
        raise TooLarge
    salt = _bytes(parameters, "S")
    if _number(parameters, "V") not in (0x10, 0x13) or len(salt) < 8 or lanes < 1 or passes < 1 or memory < 8 * lanes:
        raise Damaged
    return hash_secret_raw(key, salt, passes, memory, lanes, 32, kind, _number(parameters, "V"))


def _number(parameters: Parameters, name: str) -> int:
    value = parameters.get(name)
    if not isinstance(value, int) or value < 0:
        raise Damaged
    return value


def _bytes(parameters: Parameters, name: str) -> bytes:
    value = parameters.get(name)
    if not isinstance(value, bytes):
        raise Damaged
    return value
