"""A removal that was no disposal is found, and so is a disposal that somebody made up (security C6, D21)."""

import uuid

import pytest
from django.db import connection

from registry import clock
from registry.audit import checking
from registry.audit.models import Entry, Head, Removal, Seal
from tests.audit.disposing import agreed, dispose
from tests.audit.subjects import sql
from tests.audit.test_verify import open_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(cast, old):
    """What two agreed to is gone, and somebody has the owner's rights."""
    agreed(cast)
    dispose()
    assert checking.look().finding is None
    open_up()
    if connection.vendor == "postgresql":
        for table in ("audit_seal", "audit_removal"):
            sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    return old


def found():
    finding = checking.look().finding
    return finding and (finding.seq, finding.kind)


def forge(first, last, **more):
    facts = {"disposal": "D-0009", "root": Seal.objects.get(last=last).root, "signature": "bm90IG91cnM="}
    facts |= {"signed_at": clock.now(), "kid": Seal.objects.earliest("last").kid, "id": uuid.uuid4(), **more}
    Removal.objects.create(first=first, last=last, **facts)


def test_entries_that_are_gone_without_a_disposal_are_missed(gone):
    sql("DELETE FROM audit_entry WHERE seq = %s", gone + 2)
    assert found() == (gone + 2, "deleted")


def test_more_than_was_agreed_to_is_missed(gone):
    sql("DELETE FROM audit_entry WHERE seq = %s", gone + 1)
    assert found() == (gone + 1, "deleted")


def test_a_disposal_that_nobody_signed_covers_nothing(gone):
    seal = Seal.objects.get(first=gone + 1)
    forge(seal.first, seal.last)
    assert found() == (seal.first, "disposal forged")
    sql("DELETE FROM audit_entry WHERE seq BETWEEN %s AND %s", seal.first, seal.last)
    assert found() == (seal.first, "deleted")


def test_the_signature_of_another_disposal_covers_nothing(gone):
    seal, real = Seal.objects.get(first=gone + 1), Removal.objects.get()
    forge(seal.first, seal.last, signature=real.signature, kid=real.kid, disposal=real.disposal)
    assert found() == (seal.first, "disposal forged")


@pytest.mark.parametrize(
    "change", ["last = last - 1", "root = hash_of_nothing", "signature = '~'", "disposal = 'D-0077'"]
)
def test_a_disposal_that_was_changed_is_named(gone, change):
    sql(f"UPDATE audit_removal SET {change.replace('hash_of_nothing', repr('0' * 64))}")
    assert found()[1] in {"disposal forged", "deleted", "truncated"}


def test_a_disposal_that_is_gone_leaves_a_hole(gone):
    sql("DELETE FROM audit_removal")
    assert found() == (1, "deleted")


def test_entries_put_where_others_were_disposed_of_are_found(gone):
    row = Entry.objects.get(seq=gone + 1)
    row.pk, row.prev_hash, row._state.adding = 5, "b" * 64, True
    Entry.objects.bulk_create([row])
    assert found() == (5, "inserted")


def test_a_seal_over_what_is_gone_must_stay(gone):
    sql("DELETE FROM audit_seal WHERE last = %s", gone)
    assert found()[1] == "seal missing"


def test_what_the_chain_does_not_know_was_no_disposal(gone):
    seq = Entry.objects.get(action="trail.disposed").seq
    sql("DELETE FROM audit_entry WHERE seq >= %s", seq)
    last = Entry.objects.newest_first()[0]
    assert Head.objects.count() == 1
    sql("UPDATE audit_head SET seq = %s, hash = %s", last.seq, last.hash)
    assert found() == (1, "disposal forged")
