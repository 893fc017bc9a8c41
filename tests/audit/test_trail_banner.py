"""What stands above the trail: when its chain was checked, by what, and where its seal is."""

import pytest

from registry import audit
from registry.audit import anchoring, checking, sealing
from registry.audit.models import Entry, Seal
from tests.audit.subjects import edit, edits
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def text(user):
    return " ".join(signed_in(user).get("/trail/").content.decode().split())


def broken(seq):
    with audit.act():
        facts = {"by": "night", "first": 1, "last": seq - 1, "checked": seq - 1, "entry": seq, "kind": "edited"}
        audit.record(audit.Event.TRAIL_BROKEN, by=None, after=facts, reason=f"Entry {seq} is not as it was written.")


def test_a_checked_chain_says_by_what_how_many_and_how_many_came_later(cast):
    checking.check_due(by=None)
    checked = Entry.objects.get(action="trail.verified").after["checked"]
    edits(2)
    page = text(cast.director)
    assert f"{checked} entries were checked on" in page
    assert "by the nightly check: none changed, none missing." in page
    assert "The 3 newer ones join the next check." in page


def test_a_check_by_command_or_by_somebody_says_so(cast):
    checking.write_down(checking.look(), by=None, way="command")
    assert "by command: none changed" in text(cast.director)
    checking.write_down(checking.look(), by=cast.director, way="page")
    assert f"by {cast.director.trail_label}: none changed" in text(cast.director)


def test_the_newest_seal_is_shown_with_where_it_is(cast, settings, tmp_path):
    checking.check_due(by=None)
    sealing.seal_due(by=None)
    root = Seal.objects.get().root
    assert f"{root[:4]} {root[4:8]} {root[8:12]} {root[12:16]}" in text(cast.director)
    assert "No file outside of the database is named for seals" in text(cast.director)
    assert "No file outside" not in text(cast.coach)  # who can do nothing about it
    settings.TRAIL_ANCHOR_FILE = str(tmp_path / "seals")
    assert "The file outside of the database does not have this seal yet." in text(cast.director)
    anchoring.anchor_due(by=None)
    assert "The seal is kept in a file outside of the database too." in text(cast.director)


def test_a_broken_chain_says_where_whom_to_call_and_what_stays_possible(cast):
    edit()
    seq = Entry.objects.get(action="account.edited").seq
    broken(seq)
    page = text(cast.director)
    assert 'class="note brick" role="alert"' in page
    for words in (
        "The chain is broken", f"Entry {seq} is not as it was written.", "Call the system administrator",
        "take a copy now: that stays possible", "Newer entries wait for the next check.", f'href="/trail/{seq}/"',
    ):  # fmt: skip
        assert words in page, words
    assert signed_in(cast.director).get("/trail/copy/").status_code == 200


def test_the_bad_entry_is_a_link_only_for_whoever_reads_it(cast):
    edit(unit=cast.units.middle)
    broken(Entry.objects.get(action="account.edited").seq)
    page = text(cast.coach)
    assert ("The chain is broken" in page, "Open entry" in page.split("</form>")[0]) == (True, False)


def test_before_the_first_check_nothing_is_claimed(cast):
    page = text(cast.director)
    assert ("Chain checked" in page, "The chain is broken" in page) == (False, False)
