"""One search over everything the reader may see, through HTTP."""

import io
import logging
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import by_words
from accounts.actions import renaming
from accounts.models import Account, AccountState
from registry.audit.models import Entry
from registry.people import actions as people
from registry.people.models import User
from tests.accounts.founds import make_found
from tests.cast import signed_in
from tests.makers import make_account, make_request

pytestmark = pytest.mark.django_db
SEARCH, SUGGEST = "/search/", "/search/suggest/"


def ask(user, text, at=SEARCH):
    return signed_in(user).get(f"{at}?{urlencode({'q': text})}")


def found(user, text):
    """What was found, by part."""
    answer = ask(user, text)
    return {part.key: [hit.title for hit in part.hits] for part in answer.context["answer"].parts}


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_one_search_finds_accounts_people_requests_schools_and_platforms_with_counts(cast, account):
    request = account.items.get().request
    everything = found(cast.director, "nordic")
    assert everything == {
        "accounts": ["@HarborNordic"], "people": [cast.coach.name], "requests": [request.title],
    }  # fmt: skip
    assert found(cast.director, "lakes middle") == {"units": ["Lakes Middle School"]}
    assert "platforms" in found(cast.director, "instagram")
    page = ask(cast.director, "nordic").content.decode()
    assert "3 found" in page
    assert account.get_absolute_url() in page


@pytest.mark.parametrize(
    "typed",
    [
        "@harbornordic", "HARBORNORDIC", "  harbor\tnordic ", "https://www.instagram.com/HarborNordic/?hl=en", "ornord",
        "instagram.com/harbornordic", "solberg instagram", "Nórdic", "hаrbornordic",
    ],
)  # fmt: skip
def test_a_handle_is_found_however_it_is_typed(cast, account, typed):
    assert found(cast.stranger, typed)["accounts"] == ["@HarborNordic"]


def test_names_are_found_without_their_accents_and_corrected_names_at_once(cast):
    person = cast.backup
    people.edit(person, name="Nguyễn Văn Hòa", title=person.title, unit=person.unit, by=cast.sysadmin)
    assert found(cast.stranger, "nguyen hoa")["people"] == ["Nguyễn Văn Hòa"]
    assert User.objects.get(pk=person.pk).searched == "nguyen van hoa"


def test_a_number_goes_straight_to_what_it_stands_for(cast, account):
    request = account.items.get().request
    assert ask(cast.stranger, f"a-{account.pk}")["Location"] == account.get_absolute_url()
    assert ask(cast.director, request.reference)["Location"] == request.get_absolute_url()
    assert ask(cast.stranger, cast.coach.email)["Location"] == cast.coach.get_absolute_url()
    assert ask(cast.stranger, "A-9999").status_code == 200


def test_a_request_that_one_may_not_see_does_not_exist(cast):
    request = make_request(cast, "with_both", display_name="Harbor Chess Varsity")
    for typed in (request.reference, "chess", request.items.get().handle):
        answer = ask(cast.stranger, typed)
        assert (answer.status_code, answer.context["answer"].parts) == (200, [])
    assert found(cast.requester, "chess")["requests"] == [request.title]
    assert found(cast.superintendent, "chess varsity")["requests"] == [request.title]


def test_a_draft_is_found_by_its_writer_alone(cast):
    make_request(cast, "draft", display_name="Harbor Chess Varsity")
    assert "requests" in found(cast.requester, "chess")
    assert found(cast.director, "chess") == {}


def test_what_is_not_ours_is_found_and_marked_and_a_handle_that_was_ours_is_told(cast, account):
    make_found(cast, "impostor", handle="https://instagram.com/harbornordicreal")
    assert "Impostor, not ours" in ask(cast.stranger, "nordicreal").content.decode()
    assert "Not ours" in ask(cast.stranger, "nordicreal", SUGGEST).content.decode()
    renaming.rename(account, handle="harborskiteam", words="", by=cast.communications)
    everything = found(cast.stranger, "harbornordic")
    assert everything["tombstones"] == ["@HarborNordic"]
    assert found(cast.stranger, "harborskiteam")["accounts"] == ["@harborskiteam"]


def test_an_account_that_is_gone_stands_last(cast, account):
    Account.objects.filter(pk=account.pk).update(state=AccountState.RETIRED, retired_at=account.activated_at)
    make_account(cast, "setting_up", handle="harbornordictwo")
    assert found(cast.stranger, "nordic")["accounts"] == ["@harbornordictwo", "@HarborNordic"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "everything that you may see"), ("   ", "everything that you may see"), ("a", "Type two letters or more."),
        ("x" * 5000, "too long to search for"), ("zzqq", "Nothing found"), ("%_", "Nothing found"),
        ("\x00\x1bzz", "Nothing found"), ('"zz" OR *', "Nothing found"), ("' -- zz", "Nothing found"), ("@ @ @", "found"),
    ],
)  # fmt: skip
def test_whatever_is_typed_the_answer_is_calm(cast, typed, said):
    for at in (SEARCH, SUGGEST):
        answer = ask(cast.stranger, typed, at)
        assert answer.status_code == 200
    assert said in ask(cast.stranger, typed).content.decode()


def test_markup_is_shown_as_it_was_typed(cast):
    page = ask(cast.stranger, "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_is_typed_is_in_no_entry_no_log_and_no_session(cast, account):
    typed, lines, client = "Sw0rdfish!pasted", io.StringIO(), signed_in(cast.coach)
    handler = logging.StreamHandler(lines)
    logging.getLogger().addHandler(handler)
    try:
        before = Entry.objects.count()
        for at in (SEARCH, SUGGEST, "/accounts/"):
            answer = client.get(at, {"q": typed})
            assert "no-store" in answer["Cache-Control"]
    finally:
        logging.getLogger().removeHandler(handler)
    assert typed not in lines.getvalue()
    assert typed not in str(dict(client.session))
    assert Entry.objects.count() == before


@pytest.mark.counts
def test_the_search_asks_as_often_for_one_row_as_for_many(cast):
    counts, client = [], signed_in(cast.director)
    make_account(cast, "setting_up")
    client.get(f"{SEARCH}?q=harbor")
    for number in (1, 8):
        while Account.objects.count() < number:
            make_account(cast, "setting_up")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{SEARCH}?q=harbor")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 35


def test_more_than_fit_lead_to_the_whole_list(cast):
    for _each in range(7):
        make_account(cast, "setting_up")
    answer = ask(cast.stranger, "harborski")
    part = next(part for part in answer.context["answer"].parts if part.key == "accounts")
    assert (len(part.hits), part.count, part.more) == (6, 7, "/accounts/?q=harborski")
    assert len(signed_in(cast.stranger).get(part.more).context["page"].rows) == 7


def test_many_are_found_in_the_order_of_the_page_and_few_by_the_index(cast, account, monkeypatch):
    make_account(cast, "setting_up", handle="harborchess")
    listed = signed_in(cast.stranger).get("/accounts/?q=harbor").context["page"]
    monkeypatch.setattr(by_words, "FEW", 1)
    read = signed_in(cast.stranger).get("/accounts/?q=harbor").context["page"]
    assert [row.account for row in listed.rows] == [row.account for row in read.rows]
    assert (listed.count, read.count) == (2, 2)


def test_the_index_follows_every_change_of_an_account(cast, account):
    holding = Account.objects.filter(searched__holds="nordic")
    assert holding.get() == account
    renaming.rename(account, handle="harborskiteam", words="", by=cast.communications)
    assert not Account.objects.filter(searched__holds="harbornordic").exists()
    assert Account.objects.filter(searched__holds="skite").get() == account
    assert Account.objects.filter(searched__holds="sk").get() == account


def test_who_is_not_signed_in_searches_nothing(client):
    for at in (SEARCH, SUGGEST, "/keyboard/"):
        assert client.get(f"{at}?q=harbor")["Location"].startswith(reverse("account_login"))


def test_the_box_stands_in_the_masthead_and_the_keys_have_a_page(cast):
    page = signed_in(cast.stranger).get("/keyboard/").content.decode()
    assert 'action="/search/"' in page
    assert 'data-go="a"' in page
    assert "Switch the keys off" in page


def test_people_who_left_are_not_offered(cast):
    assert found(cast.stranger, cast.disabled.name) == {}
