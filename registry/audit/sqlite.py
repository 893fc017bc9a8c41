"""Triggers on SQLite. They prevent accidents; against whoever holds the file there is the chain.

`INSERT OR REPLACE` removes the row it meets without a word to the other triggers, so inserts look first.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'The trail only grows.'); END"

_WHEN = {
    "audit_entry_no_update": "BEFORE UPDATE ON audit_entry",
    "audit_entry_no_delete": "BEFORE DELETE ON audit_entry",
    "audit_entry_no_replace": "BEFORE INSERT ON audit_entry WHEN EXISTS "
    "(SELECT 1 FROM audit_entry WHERE seq = NEW.seq OR prev_hash = NEW.prev_hash)",
    "audit_seal_no_update": "BEFORE UPDATE ON audit_seal",
    "audit_seal_no_delete": "BEFORE DELETE ON audit_seal",
    "audit_seal_no_replace": "BEFORE INSERT ON audit_seal WHEN EXISTS "
    "(SELECT 1 FROM audit_seal WHERE id = NEW.id OR first = NEW.first OR last = NEW.last)",
    "audit_origin_only_blanks": "BEFORE UPDATE ON audit_origin WHEN NEW.seq <> OLD.seq OR NEW.salt <> OLD.salt "
    "OR NEW.source_ip NOT IN ('', OLD.source_ip) OR NEW.user_agent NOT IN ('', OLD.user_agent)",
    "audit_origin_no_delete": "BEFORE DELETE ON audit_origin",
    "audit_origin_no_replace": "BEFORE INSERT ON audit_origin WHEN EXISTS "
    "(SELECT 1 FROM audit_origin WHERE seq = NEW.seq)",
    "audit_removal_no_update": "BEFORE UPDATE ON audit_removal",
    "audit_removal_no_delete": "BEFORE DELETE ON audit_removal",
    "audit_removal_no_replace": "BEFORE INSERT ON audit_removal WHEN EXISTS "
    "(SELECT 1 FROM audit_removal WHERE id = NEW.id OR first = NEW.first OR last = NEW.last)",
    "audit_head_only_forward": "BEFORE UPDATE ON audit_head WHEN NEW.id <> OLD.id OR NEW.seq <= OLD.seq",
    "audit_head_no_delete": "BEFORE DELETE ON audit_head",
    "audit_head_no_replace": "BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head)",
}


def statements() -> dict[str, str]:
    """The SQL of each trigger by its name, word for word as SQLite keeps it."""
    return {name: f"CREATE TRIGGER {name} {when} {_REFUSE}" for name, when in _WHEN.items()}


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that are not there, or read otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    return [name for name, sql in statements().items() if found.get(name) != sql]


def install(connection: BaseDatabaseWrapper, names: list[str]) -> None:
    """Makes the triggers called `names` anew."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statements()[name])


def owns(connection: BaseDatabaseWrapper) -> bool:
    """Whoever has the file owns it."""
    return True


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let entries and origins be removed inside; in a transaction, so that a fault brings the triggers back."""
    names = ["audit_entry_no_delete", "audit_origin_no_delete"]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}")
    yield
    install(connection, names)
