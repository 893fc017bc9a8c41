"""Entries as lines of JSON for another keeper: the columns that were signed, and the links of the chain (security
C5)."""

import json
from collections.abc import Iterator
from typing import Any

from registry.audit.columns import COLUMNS
from registry.audit.models import Entry, EntryQuerySet

BATCH = 1_000
#: What stays here: whose browser it was is nobody's business outside.
_KEPT_HERE = frozenset({"session_hash", "origin_hash"})
TOLD = (*(name for name in COLUMNS if name not in _KEPT_HERE), "prev_hash", "hash")


def as_lines(entries: EntryQuerySet) -> Iterator[str]:
    """The entries in the order given, one a line, read in batches."""
    return (line(row_of(entry)) for entry in entries.iterator(chunk_size=BATCH))


def row_of(entry: Entry) -> dict[str, Any]:
    """What leaves the house of one entry, with its sentence."""
    return {"sentence": entry.sentence, **{name: getattr(entry, name) for name in TOLD}}


def line(row: dict[str, Any]) -> str:
    """The row as one line of JSON, times in ISO 8601."""
    return json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
