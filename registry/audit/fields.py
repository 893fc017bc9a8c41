"""A column whose bytes are exactly those that went into the chain."""

import json
import unicodedata
from typing import Any

from django.db import models


def canonical(value: Any) -> str:
    """`value` as RFC 8785-like JSON: sorted keys, no spaces, UTF-8 as it is; dates and the like as text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def plain(text: str) -> str:
    """`text` in NFC, without what one of the two databases cannot store (NUL, lone surrogates)."""
    storable = text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", storable)


class CanonicalJSON(models.TextField[Any, Any]):
    """JSON kept as canonical text: a database's own JSON type reorders keys and rewrites numbers, and the chain would
    break."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else plain(canonical(value))
