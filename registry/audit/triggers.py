"""Append-only, held by the database itself (security C2): triggers on both engines, rights on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Makes the triggers anew; run after every migrate, since SQLite loses them when it remakes a table."""
    raise NotImplementedError


def triggers_missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not there, disabled, or not as they should be; empty when all is well."""
    raise NotImplementedError


def grant_application_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Gives `role` what the application may do on PostgreSQL: all on business rows, insert and read on the trail."""
    raise NotImplementedError
