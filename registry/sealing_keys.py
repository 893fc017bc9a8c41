"""The trail's seals are signed under the keyring's keys for seals; the room of the trail knows no keyring."""

from registry import keyring
from registry.vault import Key, State, fits, public_of, sign


class Seals:
    """Signs under the primary key for seals, and knows the public half of each that is not destroyed.

    Asked at each use, so that a new key needs no restart. Raises registry.keyring.MissingKey.
    """

    @property
    def name(self) -> str:
        """Whose trail it is: the installation, which keeps its identity when its address changes."""
        return f"mooring/{keyring.instance_id()}"

    @property
    def kid(self) -> str:
        return keyring.ring("seal").primary.kid

    def sign(self, message: bytes) -> bytes:
        return sign(keyring.ring("seal").primary, message)

    def public(self, kid: str) -> bytes | None:
        """The public half of the key of that id; None where there is none (any more)."""
        key = _key(kid)
        return public_of(key) if key else None

    def fits(self, kid: str, message: bytes, signature: bytes) -> bool:
        key = _key(kid)
        return key is not None and fits(public_of(key), message, signature)


def _key(kid: str) -> Key | None:
    usable = (key for key in keyring.ring("seal") if key.state is not State.DESTROYED)
    return next((key for key in usable if key.kid == kid), None)
