"""The database under the tests: migrated once, kept as a template, and put back after each test that commits.

Append-only triggers and flushing do not go together, so nothing is ever flushed: Django's own way of ending a
transactional test is replaced for the test run, and production code has no switch for it.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

EVERY_CASE = "EVERY_CASE" in os.environ


def name_the_database(config: pytest.Config) -> None:
    """A database of this process alone, so that several runs on one machine do not meet."""
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    mine = f"{os.getpid()}{worker}"
    for database in settings.DATABASES.values():
        if "sqlite3" in database["ENGINE"]:
            folder = settings.VAR_DIR / "tests"
            folder.mkdir(parents=True, exist_ok=True)
            name = str(folder / f"{mine}.sqlite3")
        else:
            name = f"test_{mine}"
        database.setdefault("TEST", {})["NAME"] = name


def migrated_before() -> bool:
    """Begin with what the same migrations made in an earlier run, if it was kept: on SQLite, where it is a file."""
    if connection.vendor != "sqlite" or not _kept().exists():
        return False
    _copy(str(_kept()), str(connection.settings_dict["TEST"]["NAME"]))
    return True


def keep_migrated() -> None:
    """Keep the database, freshly migrated, for the next run; what older migrations made is thrown away."""
    if connection.vendor != "sqlite" or _kept().exists():
        return
    for outdated in _kept().parent.glob("migrated-*"):
        outdated.unlink(missing_ok=True)
    fresh = _kept().with_suffix(f".{os.getpid()}")
    _copy(str(connection.settings_dict["NAME"]), str(fresh))
    fresh.rename(_kept())


def remove_database() -> None:
    """What Django leaves where it began with a database that was there."""
    connections.close_all()
    for end in ("", "-wal", "-shm"):
        Path(f"{connection.settings_dict['NAME']}{end}").unlink(missing_ok=True)


def _kept() -> Path:
    """A file for each state of the migrations, and of the triggers that `migrate` sets up beside them."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for path in sorted([*Path(app.path).glob("migrations/*.py"), *Path(app.path).glob("*triggers.py")]):
            digest.update(path.read_bytes())
    return settings.VAR_DIR / "tests" / f"migrated-{digest.hexdigest()[:20]}.sqlite3"


def hangs_on_the_database(item: pytest.Item) -> bool:
    """Whether a test asks for one, by a fixture or a mark; the others need no second run on PostgreSQL."""
    asked = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


#: Of the trail's tests those that ask what its pages say, by filters that other tests ask of both databases.
PAGES_OF_THE_TRAIL = {
    f"test_trail_{name}.py" for name in ("asking", "copies", "copy", "entry", "page", "quiet", "timelines")
}


def is_a_further_case(item: pytest.Item) -> bool:
    """Whether a test differs from another in what it asks and not in what the database does: SQLite is asked every case,
    PostgreSQL the first, but where the database is the subject or several ask at once; all of them with EVERY_CASE.
    So it is with what is `long`: many lives, or all of the site at once, of what shorter tests (and D8, for what leaks)
    ask of both; and with what `counts` how often a page asks, which is the same whoever answers.
    """
    its_own = item.get_closest_marker("postgres") or "transactional_db" in getattr(item, "fixturenames", ())
    if not EVERY_CASE and (item.get_closest_marker("long") or item.get_closest_marker("counts")):
        return True
    if EVERY_CASE or its_own or ("audit" in item.path.parts and item.path.name not in PAGES_OF_THE_TRAIL):
        return False
    case = getattr(item, "callspec", None)
    return case is not None and any(case.indices.values())


class Template:
    """A copy of the database as it stands when it is taken."""

    def __init__(self, word: str = "template") -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.copy = f"{self.name}_{word}"

    def take(self) -> None:
        if connection.vendor == "sqlite":
            _copy(self.name, self.copy)
        else:
            _remake(self.copy, like=self.name)

    def put_back(self) -> None:
        """The database again as it was taken, whatever was committed, and whoever still holds a connection."""
        if connection.vendor == "sqlite":
            connections.close_all()
            _copy(self.copy, self.name)
        else:
            _remake(self.name, like=self.copy)

    def drop(self) -> None:
        if connection.vendor == "sqlite":
            Path(self.copy).unlink(missing_ok=True)
        else:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')

    def end_transactional_tests_here(self, patch: pytest.MonkeyPatch) -> None:
        """Replace Django's flush, which triggers refuse, by putting the database back."""
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: self.put_back())


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here never happened; a durable act inside takes it for the end of a test's transaction."""
    cache.clear()
    with transaction.atomic():
        connection.atomic_blocks[-1]._from_testcase = True
        yield
        transaction.set_rollback(True)


def _copy(source: str, target: str) -> None:
    with sqlite3.connect(source) as here, sqlite3.connect(target, timeout=20) as there:
        here.backup(there)
    here.close()
    there.close()


def _remake(name: str, *, like: str) -> None:
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [like])
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
