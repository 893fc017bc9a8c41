"""Append-only, held by the database itself (invariant 4, security C2): triggers on both engines, rights on
PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from registry.audit import postgresql, sqlite

TABLES = ("audit_entry", "audit_seal", "audit_origin", "audit_head", "audit_removal")

_ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def has_tables(connection: BaseDatabaseWrapper) -> bool:
    """Whether the trail's tables are there: not before the first migrate."""
    return set(TABLES) <= set(connection.introspection.table_names())


def triggers_missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not there, disabled, or not as they should be; empty when all is well."""
    return sorted(_ENGINES[connection.vendor].faults(connection))


def install_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Makes anew what is missing, and returns its names. Run after every migrate: SQLite loses triggers when it
    remakes a table."""
    missing = triggers_missing(connection)
    if missing:
        install: Callable[[BaseDatabaseWrapper, list[str]], None] = _ENGINES[connection.vendor].install
        with transaction.atomic(using=connection.alias):
            install(connection, missing)
    return missing


def owns_the_trail(connection: BaseDatabaseWrapper) -> bool:
    """Whether this connection's role could remove entries at all; the disposal asks before it writes anything down."""
    return bool(_ENGINES[connection.vendor].owns(connection))


def lifted(connection: BaseDatabaseWrapper) -> AbstractContextManager[None]:
    """Let entries and origins be removed inside, in a transaction of `connection`. For the disposal of two only."""
    with_triggers_off: AbstractContextManager[None] = _ENGINES[connection.vendor].lifted(connection)
    return with_triggers_off


def owner_of(alias: str) -> str:
    """The connection of the owner of `alias`, where there is one (DATABASE_OWNER_URL); else itself."""
    if alias != DEFAULT_DB_ALIAS or "owner" not in connections:
        return alias
    # While a test database is being made, only "default" has its name yet.
    same = connections["owner"].settings_dict["NAME"] == connections[alias].settings_dict["NAME"]
    return "owner" if same else alias


def grant_application_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Gives `role` what the application may do, over the owner's `connection`: all on business rows; on entries, seals,
    removals and schedules insert and read; on origins also blanking; on the head also moving it. Nothing to do on
    SQLite, which has no roles."""
    if connection.vendor == "postgresql":
        postgresql.grant(connection, role)


def application_role(owner_alias: str) -> str | None:
    """The role the application signs in with, where that is not the owner's; None where one role does both."""
    if owner_alias == "default" or connections[owner_alias].vendor != "postgresql":
        return None
    role = str(connections["default"].settings_dict["USER"])
    return role if role != connections[owner_alias].settings_dict["USER"] else None
