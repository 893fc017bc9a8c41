"""What every test may ask for: a database that is put back, a fixed clock, and the cast."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from registry import clock
from tests import ground

# Playwright's loop runs in the thread of the tests, and Django would take their queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

MOMENT = datetime(2025, 11, 12, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(pytestconfig: pytest.Config) -> None:
    ground.name_the_database(pytestconfig)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The migrated database, its template, and an end of transactional tests that never flushes."""
    with django_db_blocker.unblock():
        template = ground.Template()
        template.take()
    with pytest.MonkeyPatch.context() as patch:
        template.end_transactional_tests_here(patch)
        yield
    with django_db_blocker.unblock():
        template.drop()


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """A database in which a commit is a commit; afterwards the template is put back."""


@pytest.fixture
def moment() -> Iterator[datetime]:
    """Sets the clock for the length of the test: Wednesday, November 12, 2025, nine in the morning in the district."""
    with clock.at(MOMENT):
        yield MOMENT
