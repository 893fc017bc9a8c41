"""The triggers outlive every migration of the trail (security C2, finding 8)."""

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from registry import audit
from registry.audit import triggers

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite remakes tables without triggers")


@pytest.fixture
def apart(tmp_path, django_db_blocker):
    """An empty database beside the one of the tests."""
    connections.databases["apart"] = {**connections.databases["default"], "NAME": str(tmp_path / "apart.sqlite3")}
    with django_db_blocker.unblock():
        yield connections["apart"]
        connections["apart"].close()
    del connections["apart"], connections.databases["apart"]


def test_each_migration_of_the_trail_leaves_every_trigger(apart):
    names = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "audit")
    for name in names:
        call_command("migrate", "audit", name, database="apart", verbosity=0)
        if triggers.has_tables(apart):
            assert (name, audit.triggers_missing(apart)) == (name, [])
        else:  # an earlier release had no place yet for what was disposed of
            assert name < "0004"
    assert audit.triggers_missing(apart) == []
