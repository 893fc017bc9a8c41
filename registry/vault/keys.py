"""Keys, and the ring that holds those of one purpose."""

import hashlib
import hmac
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import NoReturn

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import BadKey, UnknownKey

KEY_BYTES = 32
KID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class State(StrEnum):
    """The life of a key: pending → primary → decrypt only → destroyed (NIST SP 800-57 part 1, section 7)."""

    PENDING = "pending"
    PRIMARY = "primary"
    DECRYPT_ONLY = "decrypt_only"
    DESTROYED = "destroyed"


class Key:
    """256 random bits with an id; the bytes show in no repr, exception or pickle.

    A destroyed key keeps its id, so that what it once sealed can say what is missing, and has no bytes.
    Raises BadKey where the id or the number of bytes is wrong.
    """

    __slots__ = ("__cipher", "__material", "created", "kid", "state")

    def __init__(
        self,
        kid: str,
        material: bytes,
        state: State = State.PRIMARY,
        created: datetime | None = None,
    ) -> None:
        if not KID.fullmatch(kid):
            raise BadKey("A key's id is made of lowercase letters, digits and hyphens, at most 64 of them.")
        if len(material) != (0 if state is State.DESTROYED else KEY_BYTES):
            raise BadKey(f"The key {kid} must have {KEY_BYTES} bytes, or none once it is destroyed.")
        self.kid, self.state, self.created = kid, state, created
        self.__material = bytes(material)
        self.__cipher: AESGCM | None = None

    @classmethod
    def fresh(cls, kid: str, state: State = State.PRIMARY, created: datetime | None = None) -> "Key":
        """A new key from the operating system's random generator."""
        return cls(kid, os.urandom(KEY_BYTES), state, created)

    @property
    def check_value(self) -> str:
        """Tells two keys of one id apart without telling anything else: HMAC(key, "kcv"), 8 bytes as hex."""
        return self.mac(b"kcv")[:8].hex()

    def mac(self, message: bytes) -> bytes:
        """HMAC-SHA256 of the message under this key; raises UnknownKey when it is destroyed."""
        return hmac.new(self.expose(), message, hashlib.sha256).digest()

    def macs(self, beginning: bytes, endings: Iterable[bytes]) -> Iterator[bytes]:
        """`mac(beginning + ending)` for each ending, the beginning reckoned once; raises UnknownKey as `mac` does."""
        begun = hmac.new(self.expose(), beginning, hashlib.sha256)
        for ending in endings:
            one = begun.copy()
            one.update(ending)
            yield one.digest()

    def cipher(self) -> AESGCM:
        """AES-256-GCM under this key (NIST SP 800-38D); raises UnknownKey when it is destroyed."""
        if self.__cipher is None:
            self.__cipher = AESGCM(self.expose())
        return self.__cipher

    def is_same_as(self, other: "Key") -> bool:
        """Whether the bytes are the same, in a time that tells nothing. Raises UnknownKey when one is destroyed."""
        return hmac.compare_digest(self.expose(), other.expose())

    def expose(self) -> bytes:
        """The bytes, for wrapping or for writing a keyring. Raises UnknownKey when the key is destroyed."""
        if self.state is State.DESTROYED:
            raise UnknownKey(self.kid)
        return self.__material

    def __repr__(self) -> str:
        return f"Key({self.kid}, {self.state})"

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("A key cannot be copied or stored.")

    __copy__ = __deepcopy__ = __reduce__ = __reduce_ex__ = __getstate__ = _refuse


class Ring:
    """The keys of one purpose, newest first. Exactly one is primary: it seals; the others only open.

    Takes keys in any order. Raises BadKey where two share an id, or where there is not exactly one primary.
    """

    __slots__ = ("_keys", "primary")

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = tuple(sorted(keys, key=lambda key: key.created or LONG_AGO, reverse=True))
        if len({key.kid for key in self._keys}) != len(self._keys):
            raise BadKey("Two keys of a ring have the same id.")
        primaries = [key for key in self._keys if key.state is State.PRIMARY]
        if len(primaries) != 1:
            raise BadKey(f"A ring needs exactly one primary key; this one has {len(primaries)}.")
        self.primary = primaries[0]

    def key(self, kid: str) -> Key:
        """The key of this id, in whatever state but destroyed. Raises UnknownKey."""
        for key in self._keys:
            if key.kid == kid and key.state is not State.DESTROYED:
                return key
        raise UnknownKey(kid)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return f"Ring({', '.join(map(repr, self._keys))})"
