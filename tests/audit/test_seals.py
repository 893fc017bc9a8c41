"""The trail is sealed under a key that is not in the database, and the seals are kept elsewhere (security C3 to C6)."""

import hashlib
import json
from base64 import b64decode
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.db import connection

from registry import audit, clock
from registry.audit import anchoring, blanking, checking, keys, notes, sealing
from registry.audit.act import act
from registry.audit.chain import link
from registry.audit.columns import text_of
from registry.audit.models import Entry, Head, Origin, Seal
from registry.audit.verifying import Checkpoint, verify
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment, Office
from tests.audit.subjects import edits, sql
from tests.audit.test_verify import open_up
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


def seal() -> int:
    return sealing.seal_due(by=None)


def command(*words: str) -> str:
    out = StringIO()
    call_command("audit", *words, stdout=out)
    return out.getvalue()


def actions(event: audit.Event) -> list[Entry]:
    return list(Entry.objects.filter(action=event).order_by("seq"))


@pytest.fixture
def sealed():
    """Ten entries under one seal."""
    edits(10)
    assert seal() >= 1
    return Seal.objects.order_by("-last")[0]


def test_a_day_is_sealed_once_and_the_next_day_what_came_after(sealed):
    assert (sealed.first, sealed.last, sealed.root) == (1, 10, Entry.objects.get(seq=10).hash)
    edits(3)
    assert seal() == 0
    with clock.at(clock.now() + LATER):
        assert seal() == 1
        assert seal() == 0
    newest = Seal.objects.get(first=11)
    assert newest.last == 14  # that it was sealed is an entry of its own
    assert checking.look().finding is None


def test_an_empty_trail_has_nothing_to_seal():
    assert seal() == 0
    with pytest.raises(CommandError, match="nothing to seal"):
        command("seal")


def test_full_runs_are_sealed_on_the_same_day(sealed, monkeypatch):
    monkeypatch.setattr(sealing, "RUN", 4)
    edits(9)
    assert seal() == 3
    assert list(Seal.objects.order_by("first").values_list("first", "last")) == [(1, 10), (11, 14), (15, 18), (19, 20)]


def test_anybody_with_the_public_half_can_check_the_note(sealed):
    note = audit.note_of(sealed)
    text, _empty, mark = note.partition("\n\n")
    name, size, root = text.split("\n")
    assert (int(size), b64decode(root).hex()) == (10, sealed.root)
    signed = b64decode(mark.rsplit(" ", 1)[1])
    public = notes.signer().public(sealed.kid)
    assert signed[:4] == hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], f"{text}\n".encode())


def rewrite(seq: int) -> None:
    """As somebody would who has the database and the trail's key: an entry changed, and the chain written anew."""
    ring, prev = keys.keys(), Entry.objects.get(seq=seq).prev_hash
    for entry in Entry.objects.filter(seq__gte=seq).order_by("seq"):
        if entry.seq == seq:
            entry.reason_text = "It never was."
        entry.prev_hash = prev
        prev = link(ring[entry.chain_kid], (prev + text_of(entry)).encode())
        sql(
            "UPDATE audit_entry SET reason_text = %s, prev_hash = %s, hash = %s WHERE seq = %s",
            entry.reason_text, entry.prev_hash, prev, entry.seq,
        )  # fmt: skip
    sql("UPDATE audit_head SET hash = %s", prev)


def test_a_chain_written_anew_with_the_trails_own_key_does_not_fit_its_seal(sealed):
    open_up()
    rewrite(7)
    assert verify(connection).finding is None
    finding = checking.look().finding
    assert (finding.seq, finding.kind) == (10, "rewritten")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE audit_seal SET root = '" + "0" * 64 + "'", "seal forged"),
        ("UPDATE audit_seal SET signature = 'bm90IG91cnM='", "seal forged"),
        ("UPDATE audit_seal SET signature = '~'", "seal forged"),
        ("UPDATE audit_seal SET kid = 'seal-of-nobody'", "seal forged"),
        ("UPDATE audit_seal SET first = 5", "seal missing"),
    ],
)
def test_a_seal_that_was_changed_is_named(sealed, change, kind):
    open_up()
    if connection.vendor == "postgresql":
        sql("ALTER TABLE audit_seal DISABLE TRIGGER ALL")
    sql(change)
    assert checking.look().finding.kind == kind


def test_entries_cut_off_behind_their_seal_are_missed(sealed):
    open_up()
    sql("DELETE FROM audit_entry WHERE seq > 8")
    sql("UPDATE audit_head SET seq = 8, hash = %s", Entry.objects.get(seq=8).hash)
    finding = checking.look().finding
    assert (finding.seq, finding.kind) == (10, "truncated")


def test_each_seal_is_added_to_the_file_elsewhere_once_and_checks_the_trail(sealed, settings, tmp_path):
    settings.TRAIL_ANCHOR_FILE = str(tmp_path / "anchors")
    assert (anchoring.anchor_due(by=None), anchoring.anchor_due(by=None)) == (1, 0)
    with clock.at(clock.now() + LATER):
        seal()
        assert anchoring.anchor_due(by=None) == 1
    kept = (tmp_path / "anchors").read_text(encoding="utf-8")
    assert [note.size for note in notes.read_notes(kept)] == [10, 12]
    assert Checkpoint.parse(kept) == Checkpoint(12, Entry.objects.get(seq=12).hash)
    assert "none changed" in command("verify", "--checkpoint", settings.TRAIL_ANCHOR_FILE)


def test_a_file_that_cannot_be_reached_is_said_once_a_day_and_shows_in_readyz_after_one(
    sealed, settings, tmp_path, client
):
    settings.TRAIL_ANCHOR_FILE = str(tmp_path / "away" / "anchors")
    assert anchoring.anchor_due(by=None) == anchoring.anchor_due(by=None) == 0
    assert len(actions(audit.Event.TRAIL_NOT_ANCHORED)) == 1
    assert client.get("/readyz").json()["degraded"] == []
    with clock.at(clock.now() + LATER * 1.1):
        assert client.get("/readyz").json() == {"status": "ready", "degraded": ["anchor"]}
        (tmp_path / "away").mkdir()
        assert anchoring.anchor_due(by=None) == 1
        assert client.get("/readyz").json()["degraded"] == []


def test_the_night_finds_a_broken_chain_and_the_page_says_so(cast, sealed):
    assert (checking.check_due(by=None), checking.check_due(by=None)) == (1, 0)
    page = signed_in(cast.communications).get("/trail/").text
    assert "Chain checked" in page
    assert f"Sealed up to entry {sealed.last}" in page
    open_up()
    sql("UPDATE audit_entry SET reason_text = 'Other.' WHERE seq = 5")
    with clock.at(clock.now() + LATER):
        assert checking.check_due(by=None) == 1
        broken = actions(audit.Event.TRAIL_BROKEN)[0]
        assert (broken.severity, broken.after["entry"], broken.after["kind"]) == ("alert", 5, "edited")
        page = signed_in(cast.communications).get("/trail/").text
    assert "The chain is broken" in page
    assert "Chain checked" not in page


def test_addresses_and_browsers_are_blanked_after_400_days_and_the_chain_stays_whole():
    with audit.coming_from(lambda: audit.Context("r-1", "", "192.0.2.7", "Firefox", [])):
        edits(3)
        with clock.at(clock.now() + timedelta(days=401)):
            edits(1)
            assert blanking.blank_origins(by=None) == 3
            assert blanking.blank_origins(by=None) == 0
    assert list(Origin.objects.order_by("seq").values_list("source_ip", flat=True)[:4]) == ["", "", "", "192.0.2.7"]
    assert checking.look().finding is None


def test_three_offices_get_the_weeks_seal_once(cast, sealed):
    assert people.tell_checkpoint(by=None) == 3
    assert people.tell_checkpoint(by=None) == 0
    told = {letter.to for letter in Letter.objects.filter(template="people/checkpoint")}
    assert told == {cast.superintendent, cast.director, cast.alternate}
    with clock.at(clock.now() + timedelta(days=7)):
        Appointment.objects.filter(office=Office.ALTERNATE).update(ended_at=clock.now())
        assert people.tell_checkpoint(by=None) == 2


def test_a_copy_has_every_entry_since_a_day_and_says_that_it_was_taken(sealed):
    rows = [json.loads(line) for line in command("export", "--since", clock.today().isoformat()).splitlines()]
    assert [row["seq"] for row in rows] == [*range(1, Head.objects.get().seq + 1)]
    assert rows[-1]["action"] == "trail.exported"
    assert not {"session_hash", "origin_hash"} & rows[0].keys()
    assert rows[1]["prev_hash"] == rows[0]["hash"]
    later = (clock.today() + timedelta(days=3)).isoformat()
    assert command("export", "--since", later) == ""
    with pytest.raises(CommandError, match="not a date"):
        command("export", "--since", "tomorrow")


def test_the_command_seals_and_prints_the_note():
    edits(2)
    told = json.loads(command("seal", "--json"))
    assert (told["first"], told["last"]) == (1, 2)
    assert notes.read_notes(command("seal"))[-1].size == 2


def test_what_is_no_note_is_passed_over():
    assert (
        notes.read_notes("\nmooring/x\nmany\n!\n\n\u2014 mooring/x AAAA\nmooring/x\n3\n?\n\n\u2014 mooring/x AAAA")
        == []
    )


def test_two_acts_seal_nothing_twice(sealed):
    with act(), clock.at(clock.now() + LATER):
        edits(1)
        seal()
    assert Seal.objects.filter(first=1, last=10).count() == Seal.objects.filter(first__lte=10).count() == 1
