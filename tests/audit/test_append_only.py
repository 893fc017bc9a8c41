"""The database itself keeps the trail from being changed (invariant 4)."""

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from registry import audit
from registry.audit.models import Entry, Immutable, Origin, Removal, Seal
from registry.audit.verifying import altered_origins, verify
from tests.audit.subjects import actions, edit, edits, sql

pytestmark = pytest.mark.django_db
postgres_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs SQLite")


def refused(statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)
    return True


@pytest.fixture
def trail(moment):
    with audit.coming_from(lambda: audit.Context(source_ip="192.0.2.7", user_agent="Firefox")):
        edits(3)
    Removal.objects.create(first=1, last=3, disposal="D-1", root="", signed_at=moment, signature="", kid="seal-1")
    Seal.objects.create(first=1, last=3, root="0" * 64, signed_at=moment, signature="", kid="seal-1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason_text = 'x' WHERE seq = 2",
        "UPDATE audit_entry SET hash = hash",
        "DELETE FROM audit_entry WHERE seq = 3",
        "DELETE FROM audit_entry",
        "UPDATE audit_seal SET root = 'x'",
        "DELETE FROM audit_seal",
        "UPDATE audit_removal SET last = 4",
        "DELETE FROM audit_removal",
        "DELETE FROM audit_origin WHERE seq = 1",
        "UPDATE audit_origin SET source_ip = '198.51.100.1' WHERE seq = 1",
        "UPDATE audit_origin SET salt = '' WHERE seq = 1",
        "UPDATE audit_origin SET seq = 9 WHERE seq = 1",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 1",
    ],
)
def test_the_database_refuses(trail, statement):
    before = list(Entry.objects.values())
    assert refused(statement)
    assert list(Entry.objects.values()) == before


def test_an_origin_may_be_blanked_and_the_chain_still_holds(trail):
    assert Origin.objects.filter(seq=1).update(source_ip="", user_agent="") == 1
    assert Origin.objects.values_list("source_ip", "user_agent").get(seq=1) == ("", "")
    assert verify(connection).finding is None  # its seal is made up
    assert list(altered_origins(connection)) == []


@sqlite_only
@pytest.mark.parametrize("seq", ["seq", "seq + 100"])
def test_insert_or_replace_does_not_walk_past_the_triggers(trail, seq):
    names = [field.column for field in Entry._meta.concrete_fields]
    values = [seq if name == "seq" else "'forged'" if name == "reason_text" else name for name in names]
    copy = f"SELECT {', '.join(values)} FROM audit_entry WHERE seq = 2"
    assert refused(f"INSERT OR REPLACE INTO audit_entry ({', '.join(names)}) {copy}")
    assert list(Entry.objects.values_list("reason_text", flat=True)) == ["", "", ""]


@postgres_only
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_origin", "audit_head", "audit_removal"])
def test_truncate_is_refused(trail, table):
    assert refused(f"TRUNCATE {table}")


@postgres_only
def test_not_even_a_superuser_in_replica_mode_walks_past_the_triggers(trail):
    sql("SET session_replication_role = replica")
    assert refused("UPDATE audit_entry SET reason_text = 'x'")
    sql("SET session_replication_role = DEFAULT")


def test_an_entry_is_neither_saved_again_nor_deleted(trail):
    entry = Entry.objects.get(seq=2)
    with pytest.raises(Immutable):
        entry.save()
    with pytest.raises(Immutable):
        entry.delete()
    assert Entry.objects.count() == 3


# What the application's role may do


@pytest.fixture
def application(trail):
    sql("CREATE ROLE mooring_app_test")
    audit.grant_application_role(connection, "mooring_app_test")
    sql("SET ROLE mooring_app_test")
    yield
    sql("RESET ROLE")


@postgres_only
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason_text = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_no_change ON audit_entry",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE seq = 1 "
        "ON CONFLICT (seq) DO UPDATE SET reason_text = 'x'",
        "UPDATE audit_seal SET root = 'x'",
        "DELETE FROM audit_origin",
        "UPDATE audit_origin SET salt = ''",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head VALUES (2, 0, '')",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "SET session_replication_role = replica",
        "CREATE TABLE stray (id int)",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_the_application_cannot(application, statement):
    assert refused(statement)


@postgres_only
def test_the_application_can_act_and_record(application):
    edit()
    assert Origin.objects.filter(seq=1).update(source_ip="", user_agent="") == 1
    sql("DELETE FROM django_session")
    assert actions() == ["account.edited"] * 4


# The triggers are there, and come back


def test_a_migrated_database_has_every_trigger():
    assert audit.triggers_missing(connection) == []


def _names():
    return ["audit_entry_no_change"] if connection.vendor == "postgresql" else ["audit_entry_no_update"]


def _drop(name):
    sql(f"DROP TRIGGER {name}" + (" ON audit_entry" if connection.vendor == "postgresql" else ""))


def test_a_dropped_trigger_is_named_by_the_check_and_made_anew_by_migrate(committed_db):
    [name] = _names()
    _drop(name)
    assert audit.triggers_missing(connection) == [name]
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    assert [(error.id, name in error.msg) for error in found] == [("audit.E001", True)]
    call_command("migrate", verbosity=0)
    assert audit.triggers_missing(connection) == []


@sqlite_only
def test_a_weakened_trigger_is_named():
    _drop("audit_entry_no_update")
    sql(
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry WHEN 0 BEGIN SELECT RAISE(ABORT, 'No.'); END"
    )
    assert audit.triggers_missing(connection) == ["audit_entry_no_update"]


@postgres_only
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change",
        "ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_no_change",
        "CREATE OR REPLACE TRIGGER audit_entry_no_change BEFORE UPDATE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ],
)
def test_a_weakened_trigger_is_named_on_postgresql(statement):
    sql(statement)
    assert audit.triggers_missing(connection) == ["audit_entry_no_change"]


@postgres_only
def test_a_hollow_function_is_named():
    sql("CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    assert "audit_entry_no_change" in audit.triggers_missing(connection)


@sqlite_only
def test_a_remade_table_gets_its_triggers_back_with_the_migrate_that_remade_it(committed_db):
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, Entry._meta.get_field("reason_text"), Entry._meta.get_field("kid"))
        editor.alter_field(Entry, Entry._meta.get_field("kid"), Entry._meta.get_field("reason_text"))
    assert "audit_entry_no_update" in audit.triggers_missing(connection)
    call_command("migrate", verbosity=0)
    assert audit.triggers_missing(connection) == []
