"""`audit verify` finds tampering, names it, and says nothing when there is none (security C5, D21)."""

import io
import json
import random
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import audit
from registry.audit import keys
from registry.audit.columns import COLUMNS, SIGNED, text_of
from registry.audit.models import Entry
from registry.audit.verifying import BATCH, Checkpoint, verify
from tests.audit.subjects import JOANN, NORDIC, edit, edits, sql

pytestmark = pytest.mark.django_db
FORGER = audit.Keys(primary="trail-forged", by_kid={"trail-forged": b"f" * 32})


@pytest.fixture
def trail():
    """Ten entries, and nothing that keeps an intruder with the owner's rights from changing them."""
    with audit.coming_from(lambda: audit.Context("r-1", "", "192.0.2.7", "Firefox", [{"method": "mfa", "age": 3}])):
        edits(10)
    open_up()


def open_up():
    if connection.vendor == "postgresql":
        sql("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        sql("ALTER TABLE audit_head DISABLE TRIGGER ALL")
        sql("ALTER TABLE audit_origin DISABLE TRIGGER ALL")
        return
    for (name,) in sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        sql(f"DROP TRIGGER {name}")


def found(**options):
    finding = verify(connection, **options).finding
    return finding and (finding.seq, finding.kind)


def swap(first, second):
    for old, new in ((first, -1), (second, first), (-1, second)):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)


@pytest.fixture(autouse=True)
def _constraints_hold_again():
    """SQLite forgets the pragma with the connection only, and the connection outlives the test."""
    yield
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = OFF")


def lift_constraints():
    if connection.vendor == "postgresql":
        sql("ALTER TABLE audit_entry DROP CONSTRAINT entry_seq_from_one")
    else:
        sql("PRAGMA ignore_check_constraints = ON")


def test_an_untouched_chain_is_whole(trail):
    report = verify(connection)
    assert (report.finding, report.checked, report.last) == (None, 10, 10)
    assert report.root == Entry.objects.get(seq=10).hash


def test_an_empty_chain_is_whole():
    report = verify(connection)
    assert (report.finding, report.checked, report.root) == (None, 0, "0" * 64)


def test_a_chain_longer_than_a_batch_is_whole():
    edits(BATCH + 3)
    assert verify(connection).checked == BATCH + 3


VALUES = {
    "at": "2020-01-01 00:00:00.000001+00", "event_id": "00000000000070008000000000000000", "secret_version": 99,
    "actor_roles": '["none"]', "auth_methods": "[1]", "before": '{"x":1}', "after": None, "chain_kid": "another",
    "hash": "f" * 64, "prev_hash": "e" * 64, "outcome": "denied", "severity": "alert",
}  # fmt: skip


@pytest.mark.parametrize("column", sorted({*COLUMNS, "hash", "prev_hash"} - {"seq"}))
@pytest.mark.parametrize("seq", [1, 5, 10])
def test_an_edit_of_any_column_is_found_and_named(trail, column, seq):
    value = VALUES.get(column, "forged")
    sql(f"UPDATE audit_entry SET {column} = %s WHERE seq = %s", value, seq)
    assert found() == (seq, "edited")


def test_an_entry_that_can_no_longer_be_read_is_found(trail):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps text readable")
    sql("UPDATE audit_entry SET reason_text = CAST(x'fffe' AS BLOB) WHERE seq = 4")
    assert found() == (4, "edited")


@pytest.mark.parametrize("seq", [1, 5, 9])
def test_a_deleted_entry_is_found(trail, seq):
    sql("DELETE FROM audit_entry WHERE seq = %s", seq)
    assert found() == (seq, "deleted")


def test_a_deleted_entry_whose_number_was_given_to_the_next_is_found(trail):
    sql("DELETE FROM audit_entry WHERE seq = 5")
    for seq in range(6, 11):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq - 1, seq)
    sql("UPDATE audit_head SET seq = 9")
    assert found() == (5, "deleted")


@pytest.mark.parametrize(("first", "second"), [(1, 2), (3, 4), (2, 9), (1, 10)])
def test_entries_that_changed_places_are_found(trail, first, second):
    lift_constraints()
    swap(first, second)
    assert found() == (first, "reordered")


def test_an_entry_moved_to_the_end_is_found(trail):
    sql("UPDATE audit_entry SET seq = 99 WHERE seq = 5")
    assert found() == (5, "reordered")


def forge(seq, **values):
    row = Entry.objects.order_by("seq").last()
    fields = {field.attname: getattr(row, field.attname) for field in Entry._meta.concrete_fields}
    Entry.objects.bulk_create([Entry(**(fields | {"seq": seq, "hash": "a" * 64} | values))])


def test_an_entry_added_at_the_end_is_found(trail):
    forge(11, prev_hash=Entry.objects.get(seq=10).hash)
    assert found() == (11, "inserted")


def test_an_entry_slipped_in_between_is_found(trail):
    for seq in range(10, 4, -1):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq + 1, seq)
    forge(5, prev_hash="b" * 64)
    sql("UPDATE audit_head SET seq = 11")
    assert found() == (5, "inserted")


def test_an_entry_before_the_first_is_found(trail):
    lift_constraints()
    sql("UPDATE audit_entry SET seq = 0 WHERE seq = 10")
    assert found() == (0, "inserted")


def test_a_chain_forged_under_another_key_is_found(trail, monkeypatch):
    rows = list(Entry.objects.order_by("seq"))
    sql("DELETE FROM audit_entry")
    sql("UPDATE audit_head SET seq = 0, hash = %s", "0" * 64)
    with monkeypatch.context() as patch:
        patch.setattr(keys, "_source", [lambda: FORGER])
        edits(len(rows))
    assert found() == (1, "wrong key")
    sql("UPDATE audit_entry SET chain_kid = %s", rows[0].chain_kid)
    assert found() == (1, "wrong key")


def test_a_chain_forged_from_the_middle_under_another_key_is_found(trail, monkeypatch):
    kid = Entry.objects.get(seq=1).chain_kid
    sql("DELETE FROM audit_entry WHERE seq > 4")
    sql("UPDATE audit_head SET seq = 4, hash = %s", Entry.objects.get(seq=4).hash)
    with monkeypatch.context() as patch:
        patch.setattr(keys, "_source", [lambda: audit.Keys(kid, {kid: b"f" * 32})])
        edits(6)
    assert found() == (5, "wrong key")


def test_a_tail_cut_off_is_found_by_the_head(trail):
    sql("DELETE FROM audit_entry WHERE seq > 7")
    assert found() == (8, "truncated")


def test_a_tail_cut_off_together_with_the_head_needs_a_checkpoint(trail):
    kept = Checkpoint(10, Entry.objects.get(seq=10).hash)
    sql("DELETE FROM audit_entry WHERE seq > 7")
    sql("UPDATE audit_head SET seq = 7, hash = %s", Entry.objects.get(seq=7).hash)
    assert found() is None
    assert found(checkpoint=kept) == (8, "truncated")


def test_a_chain_written_anew_with_the_right_key_differs_from_the_checkpoint(trail):
    kept = Checkpoint(6, Entry.objects.get(seq=6).hash)
    sql("DELETE FROM audit_entry WHERE seq > 4")
    sql("UPDATE audit_head SET seq = 4, hash = %s", Entry.objects.get(seq=4).hash)
    edits(6)
    assert found() is None
    assert found(checkpoint=kept) == (6, "rewritten")


def test_a_missing_head_is_found(trail):
    sql("DELETE FROM audit_head")
    assert found() == (11, "truncated")


def test_checking_from_the_middle_sees_what_comes_after_and_not_before(trail):
    sql("UPDATE audit_entry SET reason_text = 'x' WHERE seq = 3")
    assert found(start=5) is None
    assert found(start=2) == (3, "edited")
    sql("UPDATE audit_entry SET hash = %s WHERE seq = 4", "f" * 64)
    assert found(start=5) == (4, "edited")


def test_an_entry_under_an_older_key_stays_valid(trail, monkeypatch):
    old = keys.keys()
    both = audit.Keys("trail-new", {**old.by_kid, "trail-new": b"n" * 32})
    monkeypatch.setattr(keys, "_source", [lambda: both])
    edits(2)
    assert verify(connection).finding is None
    assert Entry.objects.get(seq=12).chain_kid == "trail-new"


def test_an_altered_origin_is_found(trail):
    sql("UPDATE audit_origin SET source_ip = '198.51.100.1' WHERE seq = 6")
    assert run("--origins", "--json")["finding"]["seq"] == 6


def test_two_hundred_random_corruptions_are_all_found_and_named():
    """At the size of every day; the full ten thousand belong to `make assurance`."""
    seed = 470
    edits(30)
    open_up()
    lift_constraints()
    chance, missed = random.Random(seed), []
    for round_ in range(200):
        sql("SAVEPOINT corruption")
        what = corrupt(chance)
        if found() is None:
            missed.append((round_, what))
        sql("ROLLBACK TO SAVEPOINT corruption")
    assert (missed, found()) == ([], None)


def corrupt(chance):
    seq = chance.randint(1, 29)
    kind = chance.choice(["edit", "delete", "swap", "move"])
    if kind == "edit":
        column = chance.choice(COLUMNS[:-1])
        column = "reason_text" if column == "seq" else column
        sql(f"UPDATE audit_entry SET {column} = %s WHERE seq = %s", VALUES.get(column, "forged"), seq)
        return seq, "edited"
    if kind == "delete":
        sql("DELETE FROM audit_entry WHERE seq = %s", seq)
        return seq, "deleted"
    if kind == "swap":
        swap(seq, chance.randint(seq + 1, 30))
    else:
        sql("UPDATE audit_entry SET seq = 1000 WHERE seq = %s", seq)
    return seq, "reordered"


# The canonical text is the same in Python and in each database

TEXT = st.text(max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reason=TEXT, label=TEXT, facts=st.dictionaries(TEXT, st.none() | st.integers() | TEXT | st.lists(TEXT), max_size=4)
)
def test_python_and_the_database_sign_the_same_text(reason, label, facts):
    edit(reason=reason, after=facts, before={"label": label}, version=None if len(reason) % 2 else 3)
    entry = Entry.objects.newest_first()[0]
    [(signed,)] = sql(f"SELECT {SIGNED[connection.vendor]} FROM audit_entry WHERE seq = %s", entry.seq)
    assert bytes(signed).decode() == entry.prev_hash + text_of(entry)
    assert verify(connection, start=entry.seq).finding is None


# The command


def run(*arguments):
    out = io.StringIO()
    with suppress(SystemExit):  # with a finding; the test that wants the status asks for it
        call_command("audit", "verify", *arguments, stdout=out)
    return json.loads(out.getvalue()) if "--json" in arguments else out.getvalue()


def test_the_command_says_what_it_checked_and_writes_it_down(trail):
    root = Entry.objects.get(seq=10).hash
    assert run() == f"10 entries checked, none changed, none missing. Checkpoint: 10 {root}\n"
    entry = Entry.objects.newest_first()[0]
    found = {"by": "command", "first": 1, "last": 10, "checked": 10, "root": root}
    assert (entry.action, entry.after) == ("trail.verified", found)


def test_the_command_names_the_finding_exits_with_one_and_leaves_the_chain_as_it_is(trail):
    sql("UPDATE audit_entry SET actor_label = 'Nobody' WHERE seq = 5")
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("audit", "verify", stdout=out)
    assert (end.value.code, out.getvalue()) == (1, "BROKEN at entry 5 (edited): Entry 5 is not as it was written.\n")
    assert Entry.objects.count() == 10


def test_the_command_speaks_json(trail):
    root = Entry.objects.get(seq=10).hash
    assert run("--json", "--from", "4") == {"checked": 7, "first": 4, "last": 10, "root": root, "finding": None}


def test_the_checkpoint_it_prints_can_be_given_back(trail, tmp_path):
    line = tmp_path / "checkpoint"
    line.write_text(run().rpartition(": ")[2])
    assert run("--checkpoint", str(line), "--json")["finding"] is None


@pytest.mark.parametrize("arguments", [("--checkpoint", "/nowhere"), ("--from", "0")])
def test_misuse_exits_with_two(arguments):
    with pytest.raises(CommandError) as misuse:
        call_command("audit", "verify", *arguments)
    assert misuse.value.returncode == 2


def test_a_blob_leaves_only_its_mac():
    with audit.act():
        audit.record(audit.Event.SECRET_DEPOSITED, by=JOANN, on=NORDIC, blob=b"sealed")
    entry = Entry.objects.get()
    assert (len(entry.blob_hmac), "sealed" in text_of(entry)) == (64, False)
