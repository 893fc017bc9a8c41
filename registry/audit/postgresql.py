"""Triggers and rights on PostgreSQL. ENABLE ALWAYS, since a superuser's `session_replication_role` skips ordinary ones;
on statements for TRUNCATE, which no row trigger sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSE = "BEGIN RAISE EXCEPTION 'The trail only grows.' USING ERRCODE = 'insufficient_privilege'; END"
_UNLESS = "BEGIN IF {} THEN RETURN NEW; END IF; " + _REFUSE.removeprefix("BEGIN ")

FUNCTIONS = {
    "audit_refuse": _REFUSE,
    "audit_only_blanks": _UNLESS.format(
        "NEW.seq = OLD.seq AND NEW.salt = OLD.salt AND NEW.source_ip IN ('', OLD.source_ip) "
        "AND NEW.user_agent IN ('', OLD.user_agent)"
    ),
    "audit_only_forward": _UNLESS.format("NEW.id = OLD.id AND NEW.seq > OLD.seq"),
}


class Trigger(NamedTuple):
    table: str
    when: str
    bits: int  # pg_trigger.tgtype: 1 row, 2 before, 8 delete, 16 update, 32 truncate
    function: str


def _row(table: str, events: str, bits: int, function: str = "audit_refuse") -> Trigger:
    return Trigger(table, f"BEFORE {events} ON {table} FOR EACH ROW", 3 | bits, function)


def _statement(table: str) -> Trigger:
    return Trigger(table, f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", 2 | 32, "audit_refuse")


TRIGGERS = {
    "audit_entry_no_change": _row("audit_entry", "UPDATE OR DELETE", 24),
    "audit_entry_no_truncate": _statement("audit_entry"),
    "audit_seal_no_change": _row("audit_seal", "UPDATE OR DELETE", 24),
    "audit_seal_no_truncate": _statement("audit_seal"),
    "audit_origin_only_blanks": _row("audit_origin", "UPDATE", 16, "audit_only_blanks"),
    "audit_origin_no_delete": _row("audit_origin", "DELETE", 8),
    "audit_origin_no_truncate": _statement("audit_origin"),
    "audit_removal_no_change": _row("audit_removal", "UPDATE OR DELETE", 24),
    "audit_removal_no_truncate": _statement("audit_removal"),
    "audit_head_only_forward": _row("audit_head", "UPDATE", 16, "audit_only_forward"),
    "audit_head_no_delete": _row("audit_head", "DELETE", 8),
    "audit_head_no_truncate": _statement("audit_head"),
}

_LOOK = """
SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, t.tgqual IS NULL AND t.tgattr = '', p.proname, p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
"""


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that are not there, not always on, conditional, or with another body."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        found = {row[0]: tuple(row[1:]) for row in cursor.fetchall()}
    return [name for name, trigger in TRIGGERS.items() if found.get(name) != _expected(trigger)]


def _expected(trigger: Trigger) -> tuple[object, ...]:
    return trigger.table, trigger.bits, "A", True, trigger.function, FUNCTIONS[trigger.function]


def install(connection: BaseDatabaseWrapper, names: list[str]) -> None:
    """Makes the functions, and the triggers called `names`, anew; as the owner of the tables."""
    with connection.cursor() as cursor:
        for function, body in FUNCTIONS.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$"
            )
        for name in names:
            trigger = TRIGGERS[name]
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {trigger.table}")
            cursor.execute(f"CREATE TRIGGER {name} {trigger.when} EXECUTE FUNCTION {trigger.function}()")
            cursor.execute(f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {name}")


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """What the application's role may do; anything it had on the trail before is taken away first."""
    name = connection.ops.quote_name(role)
    trail = "audit_entry, audit_seal, audit_origin, audit_head, audit_removal, audit_schedule, django_migrations"
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        for statement in (
            f"GRANT USAGE ON SCHEMA {schema} TO {name}",
            f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
            f"REVOKE ALL ON {trail} FROM PUBLIC, {name}",
            f"GRANT SELECT ON {trail} TO {name}",
            f"GRANT INSERT ON audit_entry, audit_seal, audit_origin, audit_removal, audit_schedule TO {name}",
            f"GRANT UPDATE (source_ip, user_agent) ON audit_origin TO {name}",
            f"GRANT UPDATE (seq, hash) ON audit_head TO {name}",
        ):
            cursor.execute(statement)


def owns(connection: BaseDatabaseWrapper) -> bool:
    """Whether this role may lift the trail's triggers: the application's own may not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'audit_entry'::regclass")
        return bool(cursor.fetchone()[0])


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let entries and origins be removed inside; in a transaction, so that others never see the triggers lifted.

    Nobody else writes to the trail meanwhile: the lock on the table lasts until the transaction ends.
    """
    names = ("audit_entry_no_change", "audit_origin_no_delete")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {TRIGGERS[name].table} DISABLE TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {TRIGGERS[name].table} ENABLE ALWAYS TRIGGER {name}")
