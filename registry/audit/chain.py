"""The chain: each entry carries the MAC of its own text and of the entry before (security C3)."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps

from registry.audit.columns import text_of
from registry.audit.context import Context
from registry.audit.keys import keys

if TYPE_CHECKING:
    from registry.audit.models import Entry, Head

GENESIS = "0" * 64


def link(key: bytes, signed: bytes) -> str:
    """The hash of an entry: HMAC-SHA256 over the hash before it and its canonical text."""
    return hmac.digest(key, signed, "sha256").hex()


def origin_hash(source_ip: str, user_agent: str, salt: str) -> str:
    """What the chain knows of an origin: enough to prove it, nothing once it is blanked."""
    return hashlib.sha256(f"{salt}\x1f{source_ip}\x1f{user_agent}".encode()).hexdigest()


def append(drafts: "Sequence[tuple[Entry, Context]]") -> None:
    """Adds `drafts` at the end of the chain. The head is locked here: call it last in the transaction."""
    if not drafts:
        return
    ring = keys()
    head_model: type[Head] = apps.get_model("audit", "Head")
    head = head_model.objects.select_for_update().get()
    origins = []
    for entry, context in drafts:
        origins += _origin(entry, context, head.seq + 1)
        entry.seq, entry.prev_hash, entry.chain_kid = head.seq + 1, head.hash, ring.primary
        entry.hash = link(ring[ring.primary], (entry.prev_hash + text_of(entry)).encode())
        head.seq, head.hash = entry.seq, entry.hash
    apps.get_model("audit", "Entry").objects.bulk_create([entry for entry, _ in drafts])
    apps.get_model("audit", "Origin").objects.bulk_create(origins)
    head.save(update_fields=["seq", "hash"])


def _origin(entry: "Entry", context: Context, seq: int) -> list[Any]:
    if not (context.source_ip or context.user_agent):
        return []
    salt = secrets.token_hex(16)
    entry.origin_hash = origin_hash(context.source_ip, context.user_agent, salt)
    model = apps.get_model("audit", "Origin")
    return [model(seq=seq, source_ip=context.source_ip, user_agent=context.user_agent, salt=salt)]
