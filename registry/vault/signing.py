"""Signatures that anybody can check who has the public half: Ed25519 (RFC 8032), from a key of the ring."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .keys import Key

_FOR = b"ed25519 seed of the trail's seals"


def sign(key: Key, message: bytes) -> bytes:
    """The 64 bytes of a signature; raises UnknownKey when the key is destroyed."""
    return _private(key).sign(message)


def public_of(key: Key) -> bytes:
    """The public half, 32 bytes; raises UnknownKey when the key is destroyed."""
    return _private(key).public_key().public_bytes_raw()


def fits(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether whoever has the private half of `public` signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(key: Key) -> Ed25519PrivateKey:
    """Drawn from the key, so that the ring holds one kind of key and its check value tells nothing of this one."""
    return Ed25519PrivateKey.from_private_bytes(key.mac(_FOR))
