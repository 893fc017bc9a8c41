"""How often somebody may knock who is not signed in: counted in the one cache of all workers, as tries to sign in are.

django-allauth's own limits pass over every GET, and what is looked up by a link is looked up by one.
"""

from __future__ import annotations

import hashlib
import ipaddress
from typing import TYPE_CHECKING

from django.core.cache import cache

from registry import clock

if TYPE_CHECKING:
    from datetime import timedelta

#: Whoever has one address of version 6 has at least this many bits of them.
OF_ONE_CLIENT = 64


def too_often(what: str, who: str, *, most: int, within: timedelta) -> bool:
    """Count one more try, unless there were `most` of them already `within` the time: then say so, and count none."""
    key = f"pace:{what}:{hashlib.sha256(who.encode()).hexdigest()}"
    now = clock.now().timestamp()
    recent = [at for at in cache.get(key, []) if at > now - within.total_seconds()]
    if len(recent) >= most:
        return True
    cache.set(key, [*recent, now], within.total_seconds())
    return False


def client(address: str) -> str:
    """Whom an address counts for: itself, of version 6 the network of one client.

    A server that listens on both versions sees one of version 4 written as one of version 6: all of them are one
    network there.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network(f"{found}/{OF_ONE_CLIENT}", strict=False))
