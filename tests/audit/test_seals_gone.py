"""Seals that are taken away, and an anchor that holds half of one (security C3, C4)."""

import resource
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from registry import audit, clock
from registry.audit import anchoring, checking, sealing
from registry.audit.models import Entry, Seal
from registry.audit.notes import read_notes
from tests.audit.subjects import edits, sql
from tests.audit.test_verify import open_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    """Two days, a seal each."""
    edits(5)
    sealing.seal_due(by=None)
    with clock.at(clock.now() + timedelta(days=1)):
        edits(5)
        sealing.seal_due(by=None)
    assert Seal.objects.count() == 2


def open_up_seals():
    """As who owns the database could."""
    open_up()
    if connection.vendor == "postgresql":
        sql("ALTER TABLE audit_seal DISABLE TRIGGER ALL")


@contextmanager
def room_for(size):
    """A disk on which a file of no more bytes fits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("which", ["WHERE last > 5", ""])
def test_seals_that_the_trail_knows_of_and_that_are_gone_are_found(sealed, which):
    assert checking.look().finding is None
    open_up_seals()
    sql(f"DELETE FROM audit_seal {which}")
    assert checking.look().finding.kind == "seal missing"


def test_half_a_seal_in_the_file_is_no_anchor_and_spoils_no_other(sealed, tmp_path):
    path = tmp_path / "anchors"
    note = anchoring.note_of(Seal.objects.latest("last"))
    with room_for(40), pytest.raises(OSError, match="space"):
        anchoring._append(path, note)
    assert read_notes(path.read_text(encoding="utf-8", errors="replace")) == []
    anchoring._append(path, note)
    assert len(read_notes(path.read_text(encoding="utf-8", errors="replace"))) == 1


def test_the_night_finds_that_the_trail_ends_before_the_seal_that_is_kept_elsewhere(sealed, settings, tmp_path):
    settings.TRAIL_ANCHOR_FILE = str(tmp_path / "anchors")
    assert anchoring.anchor_due(by=None) == 1
    sealed_to = Seal.objects.latest("last").last
    open_up_seals()
    sql("DELETE FROM audit_seal")
    sql(f"DELETE FROM audit_entry WHERE seq > {sealed_to - 3}")
    last = Entry.objects.newest_first()[0]
    sql(f"UPDATE audit_head SET seq = {last.seq}, hash = '{last.hash}'")
    assert checking.check_due(by=None) == 1
    found = Entry.objects.get(action=audit.Event.TRAIL_BROKEN)
    assert (found.after["kind"], found.after["entry"]) == ("truncated", sealed_to - 2)
