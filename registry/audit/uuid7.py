"""Identifiers that sort by time (RFC 9562, section 5.7); Python has its own from 3.14."""

import os
import uuid

from registry import clock


def uuid7() -> uuid.UUID:
    """A version 7 UUID: 48 bits of milliseconds by our clock, 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | (random >> 68) << 64 | 2 << 62 | random & (1 << 62) - 1
    return uuid.UUID(int=value)
