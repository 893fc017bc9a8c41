"""Sealing small things that are not account secrets: second-factor seeds, sessions."""

import base64
import binascii

from .envelope import close, encode, pad, read, unlock, unpad
from .errors import Unreadable, VaultError
from .keys import Ring


class Box:
    """Seals a text into a token of URL-safe characters under the ring's primary, for one purpose.

    Far below the 2^32 sealings that NIST SP 800-38D, section 8.3, allows one key with random nonces; so no key in
    between. What was sealed for one purpose or owner does not open for another.
    """

    __slots__ = ("purpose", "ring")

    def __init__(self, ring: Ring, purpose: str) -> None:
        self.ring, self.purpose = ring, purpose

    def seal(self, text: str, *, bound_to: str) -> str:
        """A token that opens only with the same `bound_to`. Raises NotText."""
        stored = close(
            self.ring.primary,
            pad(encode(text)),
            bound_to=("rv-box", self.purpose, bound_to),
        )
        return base64.urlsafe_b64encode(stored).decode("ascii").rstrip("=")

    def open(self, token: str, *, bound_to: str) -> str:
        """The text. Raises UnknownKey, or Unreadable whatever else is wrong."""
        envelope = read(_bytes(token))
        clear = unlock(
            self.ring.key(envelope.kid),
            envelope,
            bound_to=("rv-box", self.purpose, bound_to),
        )
        return unpad(clear).decode()

    def renew(self, token: str, *, bound_to: str) -> str:
        """The same text under the ring's primary, opened once more before it is handed out. Raises as `open` does."""
        text = self.open(token, bound_to=bound_to)
        renewed = self.seal(text, bound_to=bound_to)
        if self.open(renewed, bound_to=bound_to) != text:
            raise Unreadable("A text that was sealed again came out different.")
        return renewed

    def opens(self, token: str, *, bound_to: str) -> bool:
        """Whether it would open; the text is dropped."""
        try:
            self.open(token, bound_to=bound_to)
        except VaultError:
            return False
        return True

    @staticmethod
    def kid_of(token: str) -> str:
        """The id of the key it is sealed under; nothing is opened. Raises Unreadable."""
        return read(_bytes(token)).kid


def _bytes(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("This is not something the vault has sealed.") from None
