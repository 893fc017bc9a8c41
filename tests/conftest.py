"""What every test may ask for: a database that is put back, a fixed clock, and the cast."""

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from registry import clock, keyring, languages
from registry.people.models import User
from tests import ground, known, memory
from tests.cast import MOMENT, Cast, Units, gather

# Playwright's loop runs in the thread of the tests, and Django would take their queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# What is loaded stays to the end: it need not be looked through for what could be freed.
gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what hangs on the database, and of many cases of one test the first."""
    if connection.vendor == "postgresql":
        asked = [item for item in items if ground.hangs_on_the_database(item) and not ground.is_a_further_case(item)]
        others = set(items).difference(asked)
        config.hook.pytest_deselected(items=[item for item in items if item in others])
        items[:] = asked


@pytest.fixture(scope="session")
def django_db_modify_db_settings(pytestconfig: pytest.Config) -> None:
    ground.name_the_database(pytestconfig)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Migrating takes longer than most files of tests do: what the same migrations made before is begun with."""
    return ground.migrated_before()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, *, django_db_keepdb: bool) -> Iterator[None]:
    """The migrated database, its template, and an end of transactional tests that never flushes."""
    with django_db_blocker.unblock():
        ground.keep_migrated()
        template = ground.Template()
        template.take()
    with pytest.MonkeyPatch.context() as patch:
        template.end_transactional_tests_here(patch)
        yield
    with django_db_blocker.unblock():
        template.drop()
        if django_db_keepdb:
            ground.remove_database()


@pytest.fixture(autouse=True)
def _replaced_code_makes_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where a test has replaced code, makers neither give what was made without that, nor keep what they made."""
    with memory.watching(monkeypatch), known.followed():
        yield


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """A database in which a commit is a commit; afterwards the template is put back."""


@pytest.fixture
def every_language(settings: Any) -> None:
    """As if every catalogue were complete."""
    settings.LANGUAGES = languages.KNOWN


@pytest.fixture
def moment() -> Iterator[datetime]:
    """Sets the clock for the length of the test: Wednesday, November 12, 2025, nine in the morning in the district."""
    with clock.at(MOMENT):
        yield MOMENT


@pytest.fixture
def keyfile(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The keyring of this installation in a file of its own, as in production."""
    path = tmp_path / "keys" / "keyring.json"
    path.parent.mkdir(mode=0o700)
    path.write_text(settings.KEYRING, encoding="utf-8")
    path.chmod(0o400)
    settings.KEYRING, settings.KEYRING_FILE = "", str(path)
    keyring.reload()
    yield path
    keyring.reload()


@pytest.fixture
def cast(db: None, moment: datetime) -> Cast:
    """Everybody, in a district founded this moment; the clock stands still at it."""
    return gather()


@pytest.fixture
def units(cast: Cast) -> Units:
    return cast.units


@pytest.fixture
def superintendent(cast: Cast) -> User:
    return cast.superintendent


@pytest.fixture
def director(cast: Cast) -> User:
    return cast.director


@pytest.fixture
def alternate(cast: Cast) -> User:
    return cast.alternate


@pytest.fixture
def sysadmin(cast: Cast) -> User:
    return cast.sysadmin


@pytest.fixture
def designee(cast: Cast) -> User:
    return cast.designee


@pytest.fixture
def communications(cast: Cast) -> User:
    return cast.communications


@pytest.fixture
def second_communications(cast: Cast) -> User:
    return cast.second_communications


@pytest.fixture
def principal(cast: Cast) -> User:
    return cast.principal


@pytest.fixture
def other_principal(cast: Cast) -> User:
    return cast.other_principal


@pytest.fixture
def deputy(cast: Cast) -> User:
    return cast.deputy


@pytest.fixture
def requester(cast: Cast) -> User:
    return cast.requester


@pytest.fixture
def teacher(cast: Cast) -> User:
    return cast.teacher


@pytest.fixture
def coach(cast: Cast) -> User:
    return cast.coach


@pytest.fixture
def backup(cast: Cast) -> User:
    return cast.backup


@pytest.fixture
def ex_coach(cast: Cast) -> User:
    return cast.ex_coach


@pytest.fixture
def stranger(cast: Cast) -> User:
    return cast.stranger


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return cast.newcomer


@pytest.fixture
def disabled(cast: Cast) -> User:
    return cast.disabled


# Several at once, over real connections ------------------------------------------------------------------------------


@pytest.fixture
def district(committed_db: None, moment: datetime) -> Cast:
    """The cast, committed, where two can write at once: on PostgreSQL."""
    if connection.vendor != "postgresql":
        pytest.skip("Needs PostgreSQL: SQLite lets one writer in at a time.")
    return gather()


@pytest.fixture
def elsewhere() -> Iterator[ThreadPoolExecutor]:
    """A thread with a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield pool
        pool.submit(connections.close_all).result()


@pytest.fixture
def two() -> Iterator[ThreadPoolExecutor]:
    """Two threads, each with a connection of its own, closed at the end."""
    both = Barrier(2)

    def leave() -> None:
        both.wait(10)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        yield pool
        for future in [pool.submit(leave) for _ in range(2)]:
            future.result()
