"""A seal as a text that can be kept anywhere and checked by anybody (security C3, C4).

The text is a checkpoint of the trail, how many entries it has and the hash of the last one, as a signed note:
https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note, with Ed25519. It names no person and no thing.
"""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from registry.audit.models import Seal

_ED25519 = b"\x01"
_MARK = "\u2014 "


class Signer(Protocol):
    """Who signs, handed in when the app starts: `fits` checks under any key that is not destroyed."""

    @property
    def name(self) -> str: ...
    @property
    def kid(self) -> str: ...
    def sign(self, message: bytes) -> bytes: ...
    def public(self, kid: str) -> bytes | None: ...
    def fits(self, kid: str, message: bytes, signature: bytes) -> bool: ...


_signer: list[Signer] = []


def use_signer(one: Signer) -> None:
    """Let seals be signed by `one`."""
    _signer[:] = [one]


def signer() -> Signer:
    """Who signs; raises RuntimeError where the app has not said so yet."""
    if not _signer:
        raise RuntimeError("Nobody signs the trail: audit.use_signer() was not called when the app started.")
    return _signer[0]


@dataclass(frozen=True)
class Note:
    """What a note says: whose trail, how many entries, and the hash of the last as hex; signed or not."""

    name: str
    size: int
    root: str

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.name}\n{self.size}\n{b64encode(bytes.fromhex(self.root)).decode()}\n"


def note_of(seal: "Seal") -> str:
    """The whole signed note of a seal."""
    note, who = Note(signer().name, seal.last, seal.root), signer()
    public = who.public(seal.kid) or b""
    mark = hashlib.sha256(who.name.encode() + b"\n" + _ED25519 + public).digest()[:4]
    return f"{note.text}\n{_MARK}{who.name} {b64encode(mark + b64decode(seal.signature)).decode()}\n"


def is_signed(seal: "Seal") -> bool:
    """Whether the seal is one that was signed here, as it stands."""
    try:
        signature = b64decode(seal.signature, validate=True)
        text = Note(signer().name, seal.last, seal.root).text
    except (Error, ValueError):
        return False
    return signer().fits(seal.kid, text.encode(), signature)


def read_notes(text: str) -> list[Note]:
    """The notes in a file of them, in order; lines that are none are passed over. Checks no signature."""
    lines, found = text.splitlines(), []
    for name, size, root, empty, mark in zip(lines, lines[1:], lines[2:], lines[3:], lines[4:], strict=False):
        if size.isascii() and size.isdecimal() and not empty and mark.startswith(f"{_MARK}{name} "):
            try:
                found.append(Note(name, int(size), b64decode(root, validate=True).hex()))
            except (Error, ValueError):
                continue
    return found
