"""The trail must be append-only in the database itself, whatever a migration did to it."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from registry.audit import triggers


@checks.register(checks.Tags.database)
def append_only(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """audit.E001 for each database whose triggers are not as they should be; says nothing before the first migrate."""
    return [
        checks.Error(
            f"The trail can be changed in the database “{alias}”: {', '.join(missing)}.",
            hint="Run manage.py migrate: it makes the triggers anew.",
            id="audit.E001",
        )
        for alias in databases or []
        if triggers.has_tables(connections[alias]) and (missing := triggers.triggers_missing(connections[alias]))
    ]
