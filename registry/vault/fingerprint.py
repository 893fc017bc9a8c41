"""Telling whether two secrets are the same without keeping either."""

from collections.abc import Iterable, Iterator

from .envelope import canonical
from .keys import Ring


def fingerprint(ring: Ring, text: str, instance: str, *, kid: str = "") -> tuple[str, str]:
    """The key's id and HMAC-SHA256 of the text, as hex, under the ring's primary or the key named `kid`.

    Not bound to an account, because it finds one password used in two places; of no use without the key, which is
    kept apart from the vault's. Raises UnknownKey, NotText.
    """
    key = ring.key(kid) if kid else ring.primary
    return key.kid, key.mac(canonical("rv-fingerprint", instance, text)).hex()


def fingerprints(ring: Ring, texts: Iterable[str], instance: str, *, kid: str) -> Iterator[str]:
    """The same for many texts under the key named `kid`, several times as fast. Raises UnknownKey, NotText."""
    count = len(canonical())
    beginning = canonical("rv-fingerprint", instance, "")[: -len(canonical("")[count:])]
    endings = (canonical(text)[count:] for text in texts)
    return (mac.hex() for mac in ring.key(kid).macs(beginning, endings))
