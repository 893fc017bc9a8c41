"""The page of the trail: who sees what, by which filters, and that reading is written down."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import audit, clock
from registry.audit import filters
from registry.audit.models import Entry, Origin
from tests.audit.subjects import JOANN, NORDIC, PASTED, Thing, edit, edits
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
URL = "/trail/"


@pytest.fixture
def director(cast, moment):
    return signed_in(cast.director)


def text(browser, **query):
    response = browser.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def numbers(browser, **query):
    response = browser.get(URL, query)
    return [line.entry.seq for _day, lines in response.context["days"] for line in lines]


def test_the_trail_is_at_its_promised_address():
    assert reverse("audit:trail") == URL


def test_nobody_reads_it_without_signing_in(client):
    assert client.get(URL).status_code == 302


def test_the_newest_entry_comes_first_in_words(director):
    edit(reason="The name was misspelled.")
    page = text(director)
    assert "<strong>JoAnn Keller</strong> edited" in page
    assert '<a href="/trail/?about=account%3Aa-1">@lakeviewnordic on TikTok</a>' in page
    assert "Reason: The name was misspelled." in page
    assert numbers(director, also="on")[0] == Entry.objects.get(action="account.edited").seq + 1  # the first reading


@pytest.mark.parametrize("name", ["account", "about"])
@pytest.mark.parametrize("address", PASTED)
def test_an_address_that_may_hold_a_password_is_not_written_down(director, cast, name, address):
    account = make_account(cast, "active", handle="HarborNordic")
    kept = {"account": f"account:{account.uuid}", "about": "(not kept)"}
    for path in (URL, "/trail/copy/"):
        assert director.get(path, {name: address}).status_code == 200
    written = Entry.objects.filter(action__in=("trail.read", "trail.exported"))
    assert [entry.after[name] for entry in written] == [kept[name]] * 2
    assert "Hunter2" not in str(list(Entry.objects.values_list("after", "object_label", "reason_text")))


@pytest.mark.parametrize("noun", ["account", "recovery", "closing"])
def test_the_box_shows_the_kind_that_is_filtered_by_whatever_its_noun(director, noun):
    page = text(director, kind=noun)
    assert ("Kind: Accounts" in page, re.search(r"<option value=\"\w+\" selected>Accounts<", page) is not None) == (
        True,
        True,
    )


def test_reading_is_written_down(director, cast):
    director.get(URL, {"what": "account.edited"})
    entry = Entry.objects.newest_first()[0]
    assert (entry.action, entry.actor_id, entry.after) == (
        "trail.read",
        str(cast.director.pk),
        {"what": "account.edited"},
    )


def test_an_entry_says_where_it_came_from_without_saying_the_session(director):
    director.get(URL, headers={"user-agent": "Firefox/144"}, REMOTE_ADDR="192.0.2.7")
    entry = Entry.objects.newest_first()[0]
    origin = Origin.objects.get(seq=entry.seq)
    assert (origin.source_ip, origin.user_agent) == ("192.0.2.7", "Firefox/144")
    assert [proof["method"] for proof in entry.auth_methods] == ["password", "mfa"]
    assert len(entry.session_hash) == 64
    assert director.session.session_key not in str(Entry.objects.values().get(seq=entry.seq))


@pytest.mark.parametrize(("trusted", "seen"), [(0, "10.0.0.1"), (1, "192.0.2.9"), (2, "198.51.100.1"), (3, "10.0.0.1")])
def test_only_addresses_written_by_trusted_proxies_are_believed(director, settings, trusted, seen):
    settings.TRUSTED_PROXY_COUNT = trusted
    director.get(URL, headers={"x-forwarded-for": "198.51.100.1, 192.0.2.9"}, REMOTE_ADDR="10.0.0.1")
    assert Origin.objects.order_by("seq").last().source_ip == seen


def test_entries_of_one_request_share_its_number(director):
    director.get(URL)
    director.get(URL)
    first, second = Entry.objects.newest_first()[:2]
    assert first.request_id != second.request_id != ""


# Filters


def test_filters_narrow_by_kind_object_and_person(director):
    other = Thing(trail_id="a-2", trail_label="@other")
    edit()
    edit(other)
    edit(other, by=Thing("user", "u-2", "Sam Ortega"))
    first, second, third = Entry.objects.filter(action="account.edited").order_by("seq").values_list("seq", flat=True)
    assert numbers(director, what="account.edited") == [third, second, first]
    assert numbers(director, about="account:a-2") == [third, second]
    assert numbers(director, about="@other") == [third, second]
    assert numbers(director, who="u-2") == [third]
    assert numbers(director, who="u-1", about="account:a-2") == [second]
    assert numbers(director, about="account:nothing") == []


def test_a_person_is_found_by_part_of_the_name(director, cast):
    with audit.act():
        audit.record(audit.Event.SIGNED_IN, by=cast.coach)
    assert numbers(director, who="solberg", what="signin.done") == [Entry.objects.get(action="signin.done").seq]


def test_days_are_the_districts(director, moment):
    late = moment.replace(hour=5) + timedelta(days=1)  # 11 pm of the same day in the district
    for at in (moment, late, moment + timedelta(days=1)):
        with clock.at(at):
            edit()
    *_, one, two, three = Entry.objects.filter(action="account.edited").order_by("seq").values_list("seq", flat=True)
    query = {"what": "account.edited"}
    assert numbers(director, since="2025-11-12", until="2025-11-12", **query) == [two, one]
    assert numbers(director, since="2025-11-13", **query) == [three]
    assert numbers(director, until="2025-11-11", **query) == []


@pytest.mark.parametrize(
    "query",
    [
        {"what": "nonsense"},
        {"since": "yesterday"},
        {"before": "x"},
        {"after": "9" * 30},
        {"who": "\x00"},
        {"about": "'\";--"},
    ],
)
def test_nonsense_in_the_address_does_no_harm(director, query):
    assert director.get(URL, query).status_code == 200


def test_a_filter_in_use_can_be_taken_away(director):
    edit()
    page = text(director, what="account.edited", who="u-1")
    assert 'href="?who=u-1"' in page
    assert 'href="?what=account.edited"' in page


def test_the_kinds_are_few_and_each_leads_to_its_events(director, cast):
    edit()
    with audit.act():
        audit.record(audit.Event.SIGNED_IN, by=cast.coach)
        audit.record(audit.Event.PASSWORD_CHANGED, by=cast.coach, on=cast.coach)
    kinds = [value for value, _words in director.get(URL).context["form"].fields["kind"].choices]
    seqs = dict(Entry.objects.values_list("action", "seq"))
    assert len(kinds) <= 16
    assert numbers(director, kind="signin", who="solberg") == [seqs["password.changed"], seqs["signin.done"]]
    assert seqs["account.edited"] in numbers(director, kind="account")
    assert seqs["account.edited"] not in numbers(director, kind="secret")


def test_every_event_belongs_to_one_kind():
    found = [event for kind, _words in filters.kinds() if kind for event in filters.events_of(kind)]
    assert (len(found), set(found)) == (len(audit.Event), set(audit.Event))


@pytest.mark.parametrize(
    ("words", "actions"),
    [
        ("Somebody signed in", {"signin.done"}),
        ("SIGNED  in", {"signin.done", "factor.recovery_code_used"}),
        ("account.edited", {"account.edited"}),
    ],
)
def test_what_happened_is_found_by_words_of_its_sentence(director, cast, words, actions):
    edit()
    with audit.act():
        for event in (audit.Event.SIGNED_IN, audit.Event.RECOVERY_CODE_USED, audit.Event.SIGNED_OUT):
            audit.record(event, by=cast.coach)
    found = Entry.objects.filter(seq__in=numbers(director, what=words))
    assert set(found.values_list("action", flat=True)) == actions


def test_a_secret_is_found_by_the_words_of_its_field(director, cast):
    with audit.act():
        for field in ("login,password", "seed", "password"):
            audit.record(audit.Event.SECRET_DEPOSITED, by=cast.coach, on=NORDIC, field=field)
        audit.record(audit.Event.PASSWORD_CHANGED, by=cast.coach, on=cast.coach)
    seqs = list(Entry.objects.order_by("-seq").values_list("seq", "field_code")[:4])
    both = [seq for seq, code in seqs if "password" in code]
    assert numbers(director, what="deposited password") == both
    assert numbers(director, what="password", who="solberg", kind="secret") == both
    assert numbers(director, what="password", who="solberg")[0] == seqs[0][0]
    assert numbers(director, what="deposited the authenticator") == [seq for seq, code in seqs if code == "seed"]


def test_the_line_to_type_in_suggests_every_sentence_and_shows_the_one_that_was_chosen(director):
    page = text(director, what="account.edited")
    assert page.count('<option value="Somebody edited …"></option>') == 1
    assert 'name="what" value="Somebody edited …"' in page
    assert "What happened: Somebody edited …" in page
    assert "Kind: Secrets" in text(director, kind="secret")


def test_words_that_nothing_has_are_said_at_the_field_and_kept(director):
    page = director.get(URL, {"what": "zebra <b>"})
    assert "Nothing in the trail is called so." in page.content.decode()
    assert 'value="zebra &lt;b&gt;"' in page.content.decode()
    assert list(page.context["form"].errors) == ["what"]


# Pages


def test_pages_go_by_key_and_back(director):
    edits(120)
    kept = {"what": "account.edited"}
    everything = list(Entry.objects.filter(action="account.edited").newest_first().values_list("seq", flat=True))
    first = numbers(director, **kept)
    second = numbers(director, before=first[-1], **kept)
    third = numbers(director, before=second[-1], **kept)
    assert first + second + third == everything
    assert numbers(director, after=third[0], **kept) == second
    assert numbers(director, after=second[0], **kept) == first
    assert numbers(director, after=first[0], **kept) == first


def test_links_lead_to_older_and_newer_pages(director):
    edits(60)
    seqs = numbers(director, what="account.edited")
    assert f'href="?what=account.edited&amp;before={seqs[-1]}" rel="next"' in text(director, what="account.edited")
    older = text(director, what="account.edited", before=seqs[-1])
    assert f'after={seqs[-1] - 1}" rel="prev"' in older


@pytest.mark.counts
def test_a_page_costs_the_same_queries_for_one_entry_and_for_fifty(director):
    director.get(URL)  # the session's first page costs a little more
    counts = []
    for more in (1, 49, 60):
        edits(more)
        with CaptureQueriesContext(connection) as queries:
            director.get(URL, {"what": "account.edited"})
        counts.append(len(queries))
    assert len(set(counts)) == 1


# Who sees what


def test_staff_see_their_own_acts_only(cast, moment):
    with audit.act():
        audit.record(audit.Event.SIGNED_IN, by=cast.stranger)
        audit.record(audit.Event.SIGNED_IN, by=cast.coach)
    edit()
    seen = {Entry.objects.get(seq=seq).actor_id for seq in numbers(signed_in(cast.stranger), what="signin.done")}
    assert seen == {str(cast.stranger.pk)}
    assert numbers(signed_in(cast.stranger), what="account.edited") == []


def test_an_administrator_sees_their_units_and_what_is_under_them(cast, moment):
    for unit in (cast.units.high, cast.units.athletics, cast.units.middle):
        edit(unit=unit)
    high, athletics, _middle = (
        Entry.objects.filter(action="account.edited").order_by("seq").values_list("seq", flat=True)
    )
    assert numbers(signed_in(cast.principal), what="account.edited") == [athletics, high]


def test_other_peoples_reasons_for_a_reveal_are_for_those_who_see_all(cast, moment):
    with audit.act():
        audit.record(
            audit.Event.SECRET_REVEALED,
            by=JOANN,
            on=NORDIC,
            unit=cast.units.high,
            field="login,password",
            reason="A private reason",
        )
    query = {"what": "secret.revealed"}
    sentence = "<strong>JoAnn Keller</strong> revealed the login, password of"
    assert (
        sentence in text(signed_in(cast.principal), **query),
        "A private reason" in text(signed_in(cast.principal), **query),
    ) == (
        True,
        False,
    )
    assert "A private reason" in text(signed_in(cast.director), **query)


def test_names_that_look_like_markup_are_shown_as_text(director):
    evil = Thing(trail_label="<script>alert(1)</script>{0}{actor}")
    edit(evil, by=Thing("user", "u-9", "<b>Bold</b>"), reason="<i>reason</i>")
    page = text(director)
    assert [piece in page for piece in ("<script>alert", "<b>Bold", "<i>reason")] == [False, False, False]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{0}{actor}" in page


def test_the_last_check_of_the_chain_is_shown(director):
    edits(3)
    with audit.act():
        audit.record(audit.Event.TRAIL_VERIFIED, by=None, after={"checked": 3, "last": 3})
    assert "3 entries were checked on" in text(director)


@pytest.mark.parametrize(("field", "expected"), [
    ("about", {"about": "(not kept)", "kind": "secret"}), ("who", {"no_sense": ["who"]}), ("what", {"no_sense": ["what"]}),
])  # fmt: skip
def test_what_was_typed_into_the_search_is_kept_only_where_it_names_a_thing(cast, field, expected):
    signed_in(cast.director).get("/trail/", {field: "Winter2025-hockey!", "kind": "secret"})
    assert Entry.objects.filter(action="trail.read").latest("seq").after == expected


@pytest.mark.parametrize("field", ["who", "about"])
def test_a_search_for_a_person_who_is_here_is_kept(cast, field):
    signed_in(cast.director).get("/trail/", {field: cast.coach.trail_label if field == "about" else cast.coach.email})
    kept = Entry.objects.filter(action="trail.read").latest("seq").after
    assert kept == {field: cast.coach.trail_label if field == "about" else cast.coach.email}
