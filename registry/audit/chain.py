"""The chain: each entry carries the MAC of its own text and of the entry before (security C3)."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps

from registry.audit.context import Context
from registry.audit.fields import canonical, plain
from registry.audit.keys import keys, mac

if TYPE_CHECKING:
    from registry.audit.models import Entry, Head

GENESIS = "0" * 64

# Sorted, as RFC 8785 wants it. `hash` is what comes out; everything else goes in.
COLUMNS = (
    "action", "actor_id", "actor_label", "actor_roles", "after", "app_version", "at", "auth_methods", "before", "blob_hmac",
    "chain_kid", "event_id", "field_code", "kid", "object_id", "object_label", "object_type", "on_behalf_of", "origin_hash",
    "outcome", "prev_hash", "reason_code", "reason_text", "reference", "request_id", "rule_id", "secret_version",
    "seen_version_hash", "seq", "session_hash", "severity", "unit_id",
)  # fmt: skip


def text_of(entry: "Entry") -> str:
    """The canonical text of `entry`: JSON of every column but the hash, times in UTC with microseconds."""
    return canonical({column: _plainly(column, getattr(entry, column)) for column in COLUMNS})


def _plainly(column: str, value: Any) -> Any:
    if column in ("actor_roles", "auth_methods", "before", "after"):
        return None if value is None else plain(canonical(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, uuid.UUID):
        return value.hex
    return value


def link(key: bytes, prev_hash: str, text: str) -> str:
    """The hash of an entry: HMAC-SHA256 over the hash before it and its canonical text."""
    return mac(key, prev_hash + text)


def origin_hash(source_ip: str, user_agent: str, salt: str) -> str:
    """What the chain knows of an origin: enough to prove it, nothing once it is blanked."""
    return hashlib.sha256("\x1f".join((salt, source_ip, user_agent)).encode()).hexdigest()


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
        entry.hash = link(ring[ring.primary], entry.prev_hash, text_of(entry))
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
