"""The register's index of words: trigrams, in each database's own way (docs/decisions/0049).

SQLite keeps them in a table beside the accounts, which triggers fill as part of the change itself; Django loses them
without a word when it remakes the accounts' table. So `migrate` puts back what is missing, and fills the table anew.
"""

import structlog
from django.db import ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

log = structlog.get_logger("mooring.search")
TABLE = "accounts_account"
WORDS = "accounts_account_words"
INDEX = "account_searched_trigrams"

_INTO = f"INSERT INTO {WORDS} (rowid, searched) VALUES (NEW.id, NEW.searched)"  # noqa: S608 (ours)
_OUT = f"INSERT INTO {WORDS} ({WORDS}, rowid, searched) VALUES ('delete', OLD.id, OLD.searched)"  # noqa: S608 (ours)
TRIGGERS = {
    "account_words_added": f"AFTER INSERT ON {TABLE} BEGIN {_INTO}; END",
    "account_words_changed": f"AFTER UPDATE OF searched ON {TABLE} BEGIN {_OUT}; {_INTO}; END",
    "account_words_removed": f"AFTER DELETE ON {TABLE} BEGIN {_OUT}; END",
}


def install(connection: BaseDatabaseWrapper) -> list[str]:
    """Make what is missing of the index; returns its names. Called after each migrate, as the owner."""
    if TABLE not in connection.introspection.table_names():
        return []
    return _on_sqlite(connection) if connection.vendor == "sqlite" else _on_postgresql(connection)


def _on_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' OR name = %s", [WORDS])
        there = dict(cursor.fetchall())
        wanted = {name: f"CREATE TRIGGER {name} {when}" for name, when in TRIGGERS.items()}
        missing = [name for name, sql in wanted.items() if there.get(name) != sql]
        if WORDS in there and not missing:
            return []
        with transaction.atomic(using=connection.alias):
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5"
                f"(searched, content='{TABLE}', content_rowid='id', tokenize='trigram')"
            )
            for name in missing:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(wanted[name])
            cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")  # noqa: S608 (ours)
    return missing


def _on_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    """Where the owner may not add `pg_trgm`, the register is read through instead, and the log says so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [INDEX])
        if cursor.fetchone():
            return []
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute(f"CREATE INDEX {INDEX} ON {TABLE} USING gin (searched gin_trgm_ops)")
        except ProgrammingError:
            log.warning("search has no index")
            return []
    return [INDEX]
