"""The code an authenticator shows now, from the seed as it is sealed (RFC 6238)."""

import hashlib
import hmac
from datetime import datetime

from accounts.otpauth import parse

HASHES = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


def code_at(seed: str, moment: datetime) -> tuple[str, int]:
    """The code at a moment, and for how many seconds more it is good. Raises `otpauth.Broken`."""
    says, seconds = parse(seed), int(moment.timestamp())
    digest = hmac.new(says.bytes, (seconds // says.period).to_bytes(8, "big"), HASHES[says.algorithm]).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**says.digits:0{says.digits}d}", says.period - seconds % says.period
