"""Telling whether two secrets are the same without keeping either."""

from .envelope import canonical
from .keys import Ring


def fingerprint(ring: Ring, text: str, instance: str, *, kid: str = "") -> tuple[str, str]:
    """The key's id and HMAC-SHA256 of the text, as hex, under the ring's primary or the key named `kid`.

    Not bound to an account, because it finds one password used in two places; of no use without the key, which is
    kept apart from the vault's. Raises UnknownKey, NotText.
    """
    key = ring.key(kid) if kid else ring.primary
    return key.kid, key.mac(canonical("rv-fingerprint", instance, text)).hex()
