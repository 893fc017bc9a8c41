"""Views of lists, through HTTP: saved, shared, begun with, removed."""

import re
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import reassigning
from desk.actions import saving
from desk.models import ListCode, SavedView, StartView
from desk.rules import saved as rules
from desk.saved.lists import Sense
from registry.audit.models import Entry
from registry.people.refusal import Refused, Stale
from tests.accounts.founds import do, make_found
from tests.audit.subjects import PASTED
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
LIST = "/accounts/"


def keep(user, query="state=active", name="In use", code="accounts", **typed):
    """Somebody saves what filters the list."""
    return signed_in(user).post(f"/views/save/{code}/?{query}", {"name": name, "audience": "me", **typed})


def view(user, name="In use", **more):
    return saving.keep(ListCode.ACCOUNTS, name=name, sense=Sense([("state", "active")]), by=user, **more)


def tabs(user, query="state=active", at=LIST):
    """The names above the list, the open one in brackets."""
    saved = signed_in(user).get(f"{at}?{query}").context["saved"]
    return [f"[{tab.name}]" if tab.current else tab.name for tab in saved.tabs] if saved else []


def at(verb, one):
    return reverse(f"desk:view-{verb}", args=[one.uuid])


def test_a_filter_is_saved_under_a_name_and_stands_above_the_list(cast):
    make_account(cast, "active", handle="harborchess")
    answer = keep(cast.coach, "state=active&q=harborchess&sort=name&before=7&nonsense=1")
    assert answer["Location"] == f"{LIST}?q=harborchess&sort=name&state=active"
    assert tabs(cast.coach, "sort=name&q=harborchess&state=active&unit=") == ["", "[In use]"]
    assert tabs(cast.coach, "state=active") == ["", "In use"]
    assert tabs(cast.coach, "all=1") == ["[]", "In use"]
    assert tabs(cast.stranger) == [""]
    entry = Entry.objects.get(action="view.saved")
    assert (entry.actor_label, entry.after["filters"]) == (cast.coach.name, ["q", "sort", "state"])
    assert "harborchess" not in f"{entry.object_label} {entry.after}", "the trail keeps nobody's own words of it"


def test_a_list_without_filters_and_views_has_no_tabs_and_a_filtered_one_can_be_saved(cast):
    client = signed_in(cast.coach)
    assert "Save this view" not in client.get(LIST).content.decode()
    assert "/views/save/accounts/?state=active" in client.get(f"{LIST}?state=active").content.decode()
    assert "Save this view" in client.get("/views/save/accounts/?state=active").content.decode()
    assert client.get("/views/save/elsewhere/").status_code == 404


@pytest.mark.parametrize(
    ("code", "query", "said"),
    [
        ("accounts", "q=Sw0rdfishpasted", "they name nothing here"), ("people", "q=Sw0rdfishpasted", "they name nothing here"),
        ("trail", "about=Sw0rdfishpasted", "they name nothing here"), ("trail", "what=password", "they name nothing here"),
        ("trail", "account=nosuchthing&kind=secret", "they name nothing here"),
        ("trail", "since=2025-99-99&kind=secret", "they name nothing here"),
        ("accounts", "", "Choose a filter first"), ("accounts", "state=nonsense&before=3", "Choose a filter first"),
        ("requests", "status=nonsense", "Choose a filter first"),
    ],
)  # fmt: skip
def test_what_names_nothing_or_filters_nothing_is_not_kept(cast, code, query, said):
    answer = keep(cast.coach, query, code=code)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not SavedView.objects.exists()
    assert "Sw0rdfish" not in str(list(Entry.objects.values_list("after", "reason_text", "object_label")))


@pytest.mark.parametrize(
    ("code", "query", "address"),
    [
        ("desk", "status=found", "/accounts/desk/"), ("requests", "view=all&status=returned", "/requests/"),
        ("people", "q=solberg", "/people/"), ("trail", "kind=secret&who=Erik+Solberg", "/trail/"),
    ],
)  # fmt: skip
def test_each_list_has_views_of_its_own(cast, code, query, address):
    assert keep(cast.coach, query, code=code).status_code == 302
    assert tabs(cast.coach, query, address) == ["", "[In use]"]
    assert tabs(cast.coach) == [""]


@pytest.mark.parametrize("kept", ["also=on&kind=secret", "also=True&kind=secret"])
def test_a_view_with_a_tick_is_found_again_by_who_ticks_it_and_as_it_was_kept_before(cast, kept):
    keep(cast.coach, "kind=secret&also=on", code="trail")
    assert SavedView.objects.get().query == "also=on&kind=secret"
    SavedView.objects.update(query=kept)
    for asked in ("kind=secret&also=on", "also=True&kind=secret"):
        saved = signed_in(cast.coach).get(f"/trail/?{asked}").context["saved"]
        assert ([tab.current for tab in saved.tabs], saved.save, saved.partly) == ([False, True], "", False)


def test_no_view_keeps_pasted_words_beside_a_filter_that_makes_no_sense(cast):
    query = "about=Sw0rdfishpasted&since=2025-11-12&until=2025-11-01"
    assert keep(cast.coach, query, code="trail").status_code == 422
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("address", PASTED)
@pytest.mark.parametrize(("code", "name"), [("accounts", "q"), ("trail", "account"), ("trail", "about")])
def test_no_view_keeps_an_address_that_may_hold_a_password(cast, code, name, address):
    make_account(cast, "active", handle="HarborNordic")
    assert keep(cast.communications, urlencode({name: address}), code=code).status_code == 422
    assert not SavedView.objects.exists()


def test_a_name_is_taken_once_and_names_no_student(cast):
    view(cast.coach)
    assert "a view of that name" in keep(cast.coach, name="in USE").content.decode()
    assert "names of students" in keep(cast.coach, name="Ola Berg, grade 9").content.decode()
    assert "password or code" in keep(cast.coach, name="password: hunter2hunter2").content.decode()
    assert keep(cast.teacher).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(owner=cast.coach, list="accounts", name="In use", query="state=active")


def test_who_may_share_shares_with_everybody_or_with_a_unit(cast):
    assert 'name="audience"' not in signed_in(cast.coach).get("/views/save/accounts/?state=active").content.decode()
    keep(cast.communications, name="For all", audience="everybody")
    keep(cast.principal, name="For the high school", audience=f"unit-{cast.units.high.pk}")
    assert tabs(cast.coach) == ["", "[For all]", "[For the high school]"]
    assert tabs(cast.stranger) == ["", "[For all]"]
    assert keep(cast.principal, name="Too far", audience=f"unit-{cast.units.middle.pk}").status_code == 422
    with pytest.raises(Refused, match="Communications shares"):
        view(cast.coach, shared=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(owner=cast.coach, list="accounts", name="x", query="a=b", unit=cast.units.high)


def test_a_shared_view_shows_nobody_more_than_before(cast):
    saving.keep(ListCode.REQUESTS, name="All", sense=Sense([("view", "all")]), shared=True, by=cast.director)
    make_account(cast, "active")
    assert signed_in(cast.director).get("/requests/?view=all").context["rows"]
    assert not signed_in(cast.stranger).get("/requests/?view=all").context["rows"]


def test_a_view_is_changed_and_removed_by_its_owner_and_a_shared_one_removed_by_communications(cast):
    shared, own = view(cast.principal, shared=True, unit=cast.units.high), view(cast.coach)
    assert signed_in(cast.coach).get(at("change", shared)).status_code == 403
    assert signed_in(cast.teacher).get(at("change", own)).status_code == 404
    assert signed_in(cast.coach).post(at("change", own), {"name": "Running"})["Location"] == "/views/"
    assert tabs(cast.coach) == ["", "[In use]", "[Running]"]
    assert signed_in(cast.communications).post(at("remove", shared)).status_code == 404
    everybody = view(cast.superintendent, name="Everybody’s", shared=True)
    assert signed_in(cast.communications).post(at("remove", everybody)).status_code == 302
    assert signed_in(cast.coach).post(at("remove", own)).status_code == 302
    assert tabs(cast.coach) == ["", "[In use]"]
    assert SavedView.objects.get(pk=own.pk).removed_by == cast.coach
    with pytest.raises(Stale):
        saving.change(own, name="Again", by=cast.coach)
    assert keep(cast.coach, name="Running").status_code == 302


def test_see_all_accounts_shows_all_whatever_the_list_begins_with(cast):
    make_account(cast)
    saving.begin_with(view(cast.coach), by=cast.coach)
    client = signed_in(cast.coach)
    [address] = set(re.findall(r'href="(/accounts/[^"]*)">See all accounts', client.get("/").text))
    assert client.get(address, headers={"referer": "http://testserver/"}).status_code == 200


def test_somebody_begins_a_list_with_a_view_until_it_goes(cast):
    shared, client = view(cast.director, shared=True), signed_in(cast.coach)
    assert client.get(LIST).status_code == 200
    assert client.post(at("begin", shared)).status_code == 302
    assert client.get(LIST)["Location"] == f"{LIST}?state=active"
    assert client.get(f"{LIST}?all=1").status_code == 200
    assert client.get(LIST, headers={"referer": f"http://testserver{LIST}?q=x"}).status_code == 200
    assert "Open everything first" in client.get("/views/").content.decode()
    client.post(at("begin-with-everything", shared))
    assert client.get(LIST).status_code == 200
    client.post(at("begin", shared))
    saving.remove(shared, by=cast.director)
    assert client.get(LIST).status_code == 200
    assert not StartView.objects.exclude(view=None).exists()
    assert set(Entry.objects.filter(action__startswith="view.").values_list("action", flat=True)) == {
        "view.saved", "view.begun_with", "view.not_begun_with", "view.removed",
    }  # fmt: skip


def test_a_view_whose_filter_makes_sense_no_more_opens_with_the_rest_and_says_so(cast):
    account = make_account(cast, "active")
    query = f"custodian={cast.coach.pk}&state=active"
    assert keep(cast.director, query).status_code == 302
    assert "no longer makes sense" not in signed_in(cast.director).get(f"{LIST}?{query}").content.decode()
    reassigning.reassign(account, because="vacant", by=cast.principal)
    page = signed_in(cast.director).get(f"{LIST}?{query}")
    assert "A part of this view no longer makes sense" in page.content.decode()
    assert [row.account for row in page.context["page"].rows] == [account]


def test_nobody_has_more_views_than_help(cast, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 1)
    view(cast.coach)
    assert "all there is room for" in keep(cast.coach, name="One more").content.decode()


@pytest.mark.counts
def test_the_list_asks_as_often_for_one_view_as_for_many(cast):
    client, counts = signed_in(cast.coach), []
    client.get(f"{LIST}?state=active")
    for number in (1, 6):
        while SavedView.objects.count() < number:
            view(cast.coach, name=f"View {SavedView.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?state=closing")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_no_view_keeps_what_turns_out_to_be_somebodys_own_account(cast):
    found = make_found(cast)
    handle = found.account.handle
    make_account(cast, "active", handle="harborchess")
    keep(cast.coach, f"q={handle}", name="A file")
    keep(cast.coach, f"q=harborchess+@{handle}", name="Two words")
    keep(cast.coach, "state=active", name=f"Like @{handle}")
    keep(cast.coach, "q=harborchess", name="Ours")
    signed_in(cast.coach).post(at("begin", SavedView.objects.get(name="A file")))
    assert do(cast.communications, "close", found, how="personal").status_code == 302
    assert handle.casefold() not in str(list(SavedView.objects.values())).casefold()
    assert list(SavedView.objects.filter(removed_at=None).values_list("name", flat=True)) == ["Ours"]
    assert StartView.objects.get().view is None
    kept = Entry.objects.filter(object_type="view").values_list("object_label", "before", "after", "reason_text")
    assert handle.casefold() not in str(list(kept)).casefold()
