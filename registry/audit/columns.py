"""The canonical text of an entry (security C3): once in Python, where entries are made, and once in each database's
SQL.

The database builds the same text much faster than Python can from 30 columns, so verifying reads it ready-made.
Both are JSON with sorted keys and without spaces (RFC 8785), times in UTC with microseconds. JSON columns go in
as text.
"""

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from registry.audit.fields import canonical, plain

if TYPE_CHECKING:
    from registry.audit.models import Entry

# All but `hash`, which comes out, and `prev_hash`, which stands before the text.
COLUMNS = (
    "action", "actor_id", "actor_label", "actor_roles", "after", "app_version", "at", "auth_methods", "before",
    "blob_hmac", "chain_kid", "event_id", "field_code", "kid", "object_id", "object_label", "object_type",
    "on_behalf_of", "origin_hash", "outcome", "reason_code", "reason_text", "reference", "request_id",
    "rule_id", "secret_version", "seen_version_hash", "seq", "session_hash", "severity", "unit_id",
)  # fmt: skip
JSON = frozenset({"actor_roles", "auth_methods", "before", "after"})


def text_of(entry: "Entry") -> str:
    """The canonical text of `entry`."""
    return canonical({column: _plainly(column, getattr(entry, column)) for column in COLUMNS})


def _plainly(column: str, value: Any) -> Any:
    if column in JSON:
        return None if value is None else plain(canonical(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, uuid.UUID):
        return value.hex
    return value


def _sqlite() -> str:
    special = {
        "at": "substr(at,1,10)||'T'||substr(at,12,8)||"
        "CASE WHEN length(at)>19 THEN substr(at,20) ELSE '.000000' END||'Z'"
    }
    pairs = ",".join(f"'{column}',{special.get(column, column)}" for column in COLUMNS)
    return f"CAST(prev_hash||json_object({pairs}) AS BLOB)"


def _postgresql() -> str:
    special = {
        "at": """to_char(at AT TIME ZONE 'UTC','YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
        "event_id": "replace(event_id::text,'-','')",
    }
    nullable = JSON | {"secret_version"}
    parts = []
    for column in COLUMNS:
        value = f"to_json({special.get(column, column)})::text"
        parts += [f"""',"{column}":'""", f"coalesce({value},'null')" if column in nullable else value]
    parts[0] = "'{" + parts[0][2:]
    return f"convert_to(concat(prev_hash,{','.join(parts)},'}}'),'UTF8')"


# The bytes that were signed, as an expression over a row of audit_entry.
SIGNED = {"sqlite": _sqlite(), "postgresql": _postgresql()}
