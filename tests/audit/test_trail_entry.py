"""One entry on its own page: all that is kept of it, for whoever may read it."""

from datetime import timedelta

import pytest

from registry import audit, clock
from registry.audit.blanking import blank_origins
from registry.audit.changes import changes_of
from registry.audit.coded import add_words
from registry.audit.models import Entry
from registry.audit.sealing import seal_due
from tests.audit.subjects import JOANN, NORDIC, edit
from tests.cast import signed_in
from tests.makers import make_account, reveal

pytestmark = pytest.mark.django_db


def opened(user, seq):
    answer = signed_in(user).get(f"/trail/{seq}/")
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_an_entry_says_who_what_why_and_its_place_in_the_chain(cast):
    edit(by=JOANN, reason="The name was misspelled.", before={"display_name": "Nordik", "due": "2025-11-12"},
         after={"display_name": "Nordic", "hidden": False}, on_behalf_of="Sam Ortega")  # fmt: skip
    one = Entry.objects.get(action="account.edited")
    page = opened(cast.director, one.seq)
    for words in (
        f"Entry {one.seq}", "Communications director", "Sam Ortega", "The name was misspelled.", one.hash, one.prev_hash,
        "Displayed name", "Nordik", "Nordic", "Wed, Nov 12, 2025", "Hidden", "no", "Not sealed yet: the next seal covers it.",
    ):  # fmt: skip
        assert words in page, words
    assert 'href="/trail/?about=account%3Aa-1"' in page


def test_opening_is_written_down_once_with_the_number(cast):
    edit()
    seq = Entry.objects.get(action="account.edited").seq
    opened(cast.director, seq)
    read = Entry.objects.filter(action="trail.read").get()
    assert (read.actor_id, read.after) == (str(cast.director.pk), {"entry": seq})


@pytest.mark.parametrize("seq", ["999999", "0", "9" * 30])
def test_an_entry_that_is_not_there_is_not_found(cast, seq):
    assert opened(cast.director, seq) == 404


def test_an_entry_out_of_scope_does_not_exist(cast):
    edit(unit=cast.units.middle)
    seq = Entry.objects.get(action="account.edited").seq
    assert [opened(person, seq) for person in (cast.principal, cast.coach, cast.sysadmin)] == [404, 404, 404]
    assert "Entry" in opened(cast.other_principal, seq)


def test_the_seal_that_covers_it_is_named(cast):
    edit()
    seq = Entry.objects.get(action="account.edited").seq
    seal_due(by=None)
    assert "Sealed on Wed, Nov 12, 2025, 9:00:00 am CST, with entries 1 to " in opened(cast.director, seq)


def test_where_it_came_from_is_for_those_who_read_all_and_is_taken_out_in_time(cast):
    signed_in(cast.coach).get("/trail/", headers={"user-agent": "Firefox/144"}, REMOTE_ADDR="192.0.2.7")
    seq = Entry.objects.filter(action="trail.read").latest("seq").seq
    whole, part = opened(cast.director, seq), opened(cast.coach, seq)
    for words in ("192.0.2.7", "Firefox/144", "password 0 minutes before", "authenticator 0 minutes before"):
        assert (words in whole, words in part) == (True, False)
    with clock.at(clock.now() + timedelta(days=401)):
        blank_origins(by=None)
        page = opened(cast.director, seq)
    assert ("Taken out after 400 days" in page, "192.0.2.7" in page) == (True, False)


def test_an_act_of_nobodys_browser_says_so(cast):
    edit()
    assert "None was kept" in opened(cast.director, Entry.objects.get(action="account.edited").seq)


def test_other_peoples_reasons_are_not_on_the_page_either(cast):
    with audit.act():
        audit.record(audit.Event.SECRET_REVEALED, by=JOANN, on=NORDIC, unit=cast.units.high, reason="A parent called.")
    seq = Entry.objects.get(action="secret.revealed").seq
    assert "A parent called." in opened(cast.director, seq)
    page = opened(cast.principal, seq)
    assert ("A parent called." in page, "For whoever did it" in page) == (False, True)


def test_the_other_entries_of_the_same_act_stand_beside_it(cast):
    account = make_account(cast, "deposited")
    act = reveal(account, cast.communications).reveal
    parts = Entry.objects.filter(reference=str(act.uuid)).newest_first()
    answer = signed_in(cast.director).get(f"/trail/{parts[0].seq}/")
    beside = [line.entry.seq for _day, lines in answer.context["days"] for line in lines]
    assert set(parts.values_list("seq", flat=True)[1:]) <= set(beside)
    assert parts[0].seq not in beside


def test_the_list_leads_to_each_entry(cast):
    edit()
    seq = Entry.objects.get(action="account.edited").seq
    assert f'href="/trail/{seq}/"' in signed_in(cast.director).get("/trail/").content.decode()


def test_values_are_told_in_words():
    told = [(one.name, one.before, one.after) for one in changes_of({"a_b": None, "x": [1, "2"]}, {"x": {"due": True}})]
    assert told == [("A b", "–", None), ("X", "1, 2", "Due: yes")]
    assert changes_of(None, {"fields": {"backup_code:2": 3, "login:0": 1}})[0].after == "Backup code 2: 3; Login: 1"
    assert [(one.name, one.after) for one in changes_of(None, "2025-02-30")] == [("Value", "2025-02-30")]
    assert (
        changes_of(None, {"unusual": ["first_time", "out_of_hours"]})[0].after
        == "their first time, outside working hours"
    )


def test_what_stayed_as_it_was_is_no_change():
    assert [one.name for one in changes_of({"status": "deciding", "round": 1}, {"status": "deciding", "round": 2})] == [
        "Round"
    ]


@pytest.mark.parametrize(
    ("of", "field", "code", "words"),
    [
        ("request", "status", "setting_up", "Being set up"), ("request", "answer", "yes", "Approved"),
        ("request", "seat", "superintendent", "Superintendent"), ("proposal", "kind", "appoint", "Appointment"),
        ("account", "state", "compromised", "Compromised"), ("unit", "kind", "of a later version", "of a later version"),
    ],
)  # fmt: skip
def test_codes_are_told_by_the_words_of_their_choices(of, field, code, words):
    assert changes_of(None, {field: code}, of=of)[0].after == words


@pytest.mark.parametrize(
    ("event", "field", "code", "words"),
    [
        ("PACKET_ANSWERED", "state", "open", "Not answered"), ("PACKET_ANSWERED", "state", "attested", "Attested"),
        ("PACKET_ANSWERED", "state", "retire_asked", "Asked to be retired"), ("CUSTODY_ENDED", "state", "open", "Open"),
        ("RECOVERY_OPENED", "why", "renamed", "Who had it changed the handle and kept the account"),
        ("TOMBSTONE_MADE", "why", "renamed", "Renamed"), ("CLOSING_BEGUN", "kind", "release", "Give the name up"),
        ("CLOSING_CALLED_OFF", "state", "active", "Active"),
    ],
)  # fmt: skip
def test_what_an_event_keeps_of_an_account_is_told_by_the_words_of_what_happened(cast, event, field, code, words):
    with audit.act():
        audit.record(audit.Event[event], by=cast.director, on=NORDIC, after={field: code})
    answer = signed_in(cast.director).get(f"/trail/{Entry.objects.latest('seq').seq}/")
    assert [one.after for one in answer.context["changes"]] == [words]
    assert f'<div class="break">{words}</div>' in answer.content.decode()


def test_one_code_never_has_two_words():
    add_words("account", state=[("active", "Active")])
    with pytest.raises(ValueError, match="active"):
        add_words("account", state=[("active", "In use")])


def test_an_ordinary_entry_asks_for_no_attention_and_a_request_tells_how_it_was_decided(cast):
    make_account(cast, "setting_up")
    page = opened(cast.director, Entry.objects.filter(action="decision.recorded").latest("seq").seq)
    assert ("Attention" in page, ": approved" in page) == (False, True)
    assert "Approved" in page
