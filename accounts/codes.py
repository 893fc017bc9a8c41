"""The code an authenticator shows now, from a platform's set-up key (RFC 6238: SHA-1, six digits, thirty seconds).

Platforms hand out keys of 80 bits; libraries that insist on 112 would keep those accounts out of the vault.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

PERIOD = 30


def key_of(seed: str) -> bytes:
    """The key that a seed in base32 stands for. Raises ValueError where it is none."""
    try:
        return base64.b32decode(seed + "=" * (-len(seed) % 8))
    except binascii.Error as error:
        raise ValueError("not base32") from error


def code_at(seed: str, moment: datetime) -> tuple[str, int]:
    """The code at a moment, and for how many seconds more it is good."""
    seconds = int(moment.timestamp())
    digest = hmac.new(key_of(seed), (seconds // PERIOD).to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}", PERIOD - seconds % PERIOD
