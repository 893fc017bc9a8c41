"""Sealing and opening account secrets."""

import os
from dataclasses import dataclass

from .envelope import close, encode, pad, read, unlock, unpad
from .errors import Unreadable, WrongInstance
from .keys import Key, Ring, State
from .secret import Secret


@dataclass(frozen=True, slots=True)
class Binding:
    """What a sealed secret belongs to, and only there opens.

    Only what never changes: no unit, handle or custodian, so that handing an account over needs no key.
    """

    instance: str
    account: str
    field: str
    slot: int
    version: int

    def parts(self) -> tuple[str | int, ...]:
        return self.instance, self.account, self.field, self.slot, self.version


@dataclass(frozen=True, slots=True)
class Sealed:
    """A secret at rest: the ring's key that wraps, the wrapped key, and the secret under that key."""

    kid: str
    wrapped_key: bytes
    blob: bytes


class Vault:
    """Seals each secret under a fresh key of its own, and wraps that key under the ring's primary.

    Two layers, so that a random nonce is safe by a wide margin (one sealing per data key; NIST SP 800-38D, section
    8.3, allows 2^32 under one), and so that the ring's key can change without any secret being opened.
    """

    __slots__ = ("instance", "ring")

    def __init__(self, ring: Ring, instance: str) -> None:
        self.ring, self.instance = ring, instance

    def seal(self, text: str | Secret, *, bound_to: Binding) -> Sealed:
        """The text sealed for this place and version. Raises NotText, or WrongInstance for another's binding."""
        if bound_to.instance != self.instance:
            raise WrongInstance("A secret can only be sealed for this installation.")
        clear = text.expose() if isinstance(text, Secret) else text
        own = Key.fresh(os.urandom(16).hex())
        blob = close(own, pad(encode(clear)), bound_to=_secret(bound_to))
        return Sealed(self.ring.primary.kid, self._wrap(own, bound_to), blob)

    def open(self, sealed: Sealed, *, bound_to: Binding) -> Secret:
        """The secret. Raises UnknownKey, or Unreadable whatever else is wrong."""
        own = self._unwrap(sealed, bound_to)
        clear = unpad(unlock(own, read(sealed.blob), bound_to=_secret(bound_to)))
        try:
            return Secret(clear.decode())
        except UnicodeDecodeError:
            pass
        raise Unreadable("A sealed value is not text.")

    def rewrap(self, sealed: Sealed, *, bound_to: Binding) -> Sealed:
        """The same secret under the ring's primary: a new wrapped key, the blob untouched and unopened.

        The new wrapped key is opened once before it is handed out. Raises UnknownKey, Unreadable.
        """
        own = self._unwrap(sealed, bound_to)
        renewed = Sealed(self.ring.primary.kid, self._wrap(own, bound_to), sealed.blob)
        if not self._unwrap(renewed, bound_to).is_same_as(own):
            raise Unreadable("A key that was wrapped again came out different.")
        return renewed

    def check(self, sealed: Sealed, *, bound_to: Binding) -> None:
        """Whether the key of its own unwraps for this place and version; the secret is not opened.

        Raises UnknownKey, Unreadable. Of the blob only the head is looked at, so its first 128 bytes will do.
        """
        self._unwrap(sealed, bound_to)

    def is_newest(self, sealed: Sealed) -> bool:
        """Whether the ring's primary wraps it already."""
        return sealed.kid == self.ring.primary.kid

    def _wrap(self, own: Key, bound_to: Binding) -> bytes:
        return close(self.ring.primary, own.expose(), bound_to=_data_key(bound_to, own.kid))

    def _unwrap(self, sealed: Sealed, bound_to: Binding) -> Key:
        if bound_to.instance != self.instance:
            raise Unreadable("A sealed value belongs to another installation.")
        key, wrapped, named = (
            self.ring.key(sealed.kid),
            read(sealed.wrapped_key),
            read(sealed.blob).kid,
        )
        if wrapped.kid != sealed.kid:
            raise Unreadable("A sealed value names two different keys.")
        return Key(
            named,
            unlock(key, wrapped, bound_to=_data_key(bound_to, named)),
            State.PRIMARY,
        )


def _secret(bound_to: Binding) -> tuple[str | int, ...]:
    return "rv-secret", *bound_to.parts()


def _data_key(bound_to: Binding, named: str) -> tuple[str | int, ...]:
    return "rv-data-key", *bound_to.parts(), named
