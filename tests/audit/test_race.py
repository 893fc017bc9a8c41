"""Writers at once make one chain (D21); without the lock on its head they fork it, and the database refuses."""

import threading

import pytest
from django.db import connection, models

from registry.audit.models import Entry, Head
from registry.audit.verifying import verify
from tests.audit.subjects import edit

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 8, 25


def race():
    start, failures = threading.Barrier(WRITERS), []

    def write():
        start.wait()
        try:
            for _ in range(EACH):
                edit()
        except Exception as problem:  # noqa: BLE001 (whatever it is, the test shows it)
            failures.append(type(problem).__name__)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return failures


def test_writers_at_once_make_one_chain_without_gap_or_fork(committed_db):
    assert race() == []
    report = verify(connection)
    assert (report.finding, report.checked, Head.objects.get().seq) == (None, WRITERS * EACH, WRITERS * EACH)
    assert Entry.objects.values("prev_hash").distinct().count() == WRITERS * EACH


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: on SQLite a transaction is the lock")
def test_without_the_lock_writers_collide(committed_db, monkeypatch):
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)
    assert set(race()) == {"IntegrityError"}
    assert verify(connection).finding is None
