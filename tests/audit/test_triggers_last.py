"""The site is not ready while any table of the trail is unguarded (security C2)."""

import pytest
from django.db import connection

from registry import audit
from tests.audit.subjects import sql
from tests.audit.test_verify import open_up

pytestmark = pytest.mark.django_db


def test_the_site_is_not_ready_while_a_trigger_is_missing(client):
    open_up()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["triggers"])


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_origin", "audit_head", "audit_removal"])
def test_every_table_of_the_trail_is_missed_where_it_is_unguarded(table):
    if connection.vendor == "postgresql":
        sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    else:
        for (name,) in sql("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", table):
            sql(f"DROP TRIGGER {name}")
    missing = audit.triggers_missing(connection)
    assert missing
    assert all(name.startswith(table) for name in missing)
