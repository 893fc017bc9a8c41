"""Old entries go in whole sealed segments, by two people together, and the chain stays whole (security C6)."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection

from registry import audit, clock
from registry.audit import checking, disposing, sealing, segments
from registry.audit.models import Entry, Origin, Removal, Seal
from registry.audit.verifying import Checkpoint
from registry.outbox.models import Letter
from registry.people.models import Appointment, Disposal, Office, Proposal
from tests.audit.conftest import EIGHT_YEARS
from tests.audit.disposing import WORDS, agree, agreed, dispose, propose, refusal
from tests.audit.subjects import edits
from tests.cast import MOMENT, signed_in

pytestmark = pytest.mark.django_db


def test_what_two_agree_to_goes_and_the_chain_is_followed_across_the_gap(cast, old):
    roots = dict(Seal.objects.values_list("last", "root"))
    agreed(cast)
    told = json.loads(dispose("--json"))
    assert (told["runs"], told["entries"]) == ([[1, old]], old)
    assert Entry.objects.order_by("seq").first().seq == old + 1
    assert not Origin.objects.filter(seq__lte=old).exists()
    assert roots.items() <= dict(Seal.objects.values_list("last", "root")).items()
    assert checking.look().finding is None
    assert checking.look(start=5).finding is checking.look(start=old + 3).finding is None
    entry = Entry.objects.get(action=audit.Event.TRAIL_DISPOSED)
    assert entry.after["runs"] == [[1, old]]
    assert (entry.after["schedule"], entry.after["authority"]) == ("S-0001", WORDS)
    assert entry.after["agreed_by"] == [cast.superintendent.name, cast.director.name]
    assert entry.reference == Disposal.objects.get().number
    assert set(Letter.objects.filter(template="people/trail_disposed").values_list("to", flat=True)) == {
        cast.superintendent.pk, cast.director.pk,
    }  # fmt: skip


def test_the_night_and_readyz_are_content_and_a_checkpoint_in_the_gap_still_counts(cast, old, client):
    inside = Seal.objects.order_by("last").first()
    agreed(cast)
    dispose()
    assert audit.triggers_missing(connection) == []
    assert not {"chain", "triggers"} & set(client.get("/readyz").json()["reasons"])  # letters of eight years ago wait
    assert checking.check_due(by=None) == 1
    assert Entry.objects.newest_first().first().action == audit.Event.TRAIL_VERIFIED
    assert checking.look(checkpoint=Checkpoint(inside.last, inside.root)).finding is None
    assert checking.look(checkpoint=Checkpoint(inside.last, "0" * 64)).finding.kind == "rewritten"


def test_what_follows_is_sealed_and_disposed_of_in_its_turn_and_what_says_so_stays(cast, old):
    agreed(cast)
    dispose()
    edits(30)
    with clock.at(MOMENT + EIGHT_YEARS + timedelta(days=1)):
        sealing.seal_due(by=None)
    with clock.at(MOMENT + EIGHT_YEARS * 2):
        found = segments.due()
        said = Entry.objects.get(action=audit.Event.TRAIL_DISPOSED).seq
        assert not any(first <= said <= last for first, last in found.runs)
        assert any(first <= said <= last for first, last in found.too_young)
        agreed(cast)
        dispose()
        assert Removal.objects.count() == 1 + len(found.runs) > 2
        assert checking.look().finding is None
        assert Entry.objects.filter(action=audit.Event.TRAIL_DISPOSED).count() == 2


def test_nothing_goes_without_two_people_of_two_offices(cast, old):
    assert "Nobody has agreed" in refusal()
    propose(cast.superintendent)
    assert "nobody has agreed to it yet" in refusal()
    for person, status in ((cast.superintendent, 403), (cast.alternate, 403), (cast.sysadmin, 403), (cast.coach, 404)):
        assert agree(person).status_code == status
    assert "You proposed this" in agree(cast.superintendent).text
    assert Entry.objects.filter(seq__lte=old).count() == old
    assert propose(cast.director).status_code == 422  # one at a time


def test_one_office_is_never_both(cast, old):
    Appointment.objects.filter(office=Office.ALTERNATE).update(office=Office.SUPERINTENDENT)
    propose(cast.superintendent)
    assert "by your own office" in agree(cast.alternate).text
    assert agree(cast.director).status_code == 302


def test_the_authority_at_the_machine_is_the_one_that_was_agreed_to(cast, old):
    agreed(cast)
    assert WORDS in refusal(authority="Because I say so")
    assert "Nobody has agreed" in refusal(schedule="S-0099")
    assert Entry.objects.filter(seq__lte=old).count() == old
    assert "removed" in dispose(authority=WORDS.upper())


def test_it_is_agreed_once_and_run_once(cast, old):
    agreed(cast)
    again = agree(cast.director)
    assert (again.status_code, "has confirmed this already" in again.text) == (409, True)
    dispose()
    assert "was carried out already" in refusal()
    assert Entry.objects.filter(action=audit.Event.TRAIL_DISPOSED).count() == 1


def test_without_a_code_of_a_few_minutes_ago_nobody_proposes_or_agrees(cast, old):
    early = clock.now() - timedelta(minutes=6)
    client = signed_in(cast.superintendent, at=early)
    assert client.post("/trail/keeping/dispose/", {"schedule": 1, "authority": WORDS}).url == "/trail/keeping/dispose/"
    assert not Disposal.objects.exists()
    propose(cast.superintendent)
    proposal = Proposal.objects.get()
    signed_in(cast.director, at=early).post(f"/people/proposals/{proposal.pk}/agree/")
    signed_in(cast.director).post(f"/people/proposals/{proposal.pk}/sign/")  # the other door leads to the same one
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_what_was_agreed_to_is_too_old_after_a_week(cast, old):
    agreed(cast)
    with clock.at(clock.now() + timedelta(days=8)):
        assert "too old" in refusal()


def test_what_two_propose_is_looked_at_first(cast, old):
    page = signed_in(cast.superintendent).get("/trail/keeping/dispose/").text
    assert f"1 to {old}" in page
    assert "Accounts" in page
    propose(cast.superintendent)
    page = signed_in(cast.sysadmin).get(f"/people/proposals/{Proposal.objects.get().pk}/").text
    assert (str(old) in page, WORDS in page, "audit dispose" in page) == (True, True, False)
    agree(cast.director)
    page = signed_in(cast.sysadmin).get(f"/people/proposals/{Proposal.objects.get().pk}/").text
    assert "audit dispose --schedule S-0001" in page


def test_a_fault_while_removing_leaves_everything_as_it_was(cast, old, monkeypatch):
    agreed(cast)
    monkeypatch.setattr(disposing, "Entry", None)
    with suppress(AttributeError):
        dispose()
    monkeypatch.undo()
    assert Entry.objects.filter(seq__lte=old).count() == old
    assert not Removal.objects.exists()
    assert not audit.triggers_missing(connection)
    assert checking.look().finding is None
