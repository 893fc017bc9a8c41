"""Asking the trail by account, by school and by outcome, and by days that make no sense."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.subjects import of_an_account
from registry import audit
from registry.audit.models import Entry
from tests.accounts.handing import hand_over
from tests.audit.subjects import edit
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
URL = "/trail/"


def numbers(answer):
    return [line.entry.seq for _day, lines in answer.context["days"] for line in lines]


def actions(answer):
    return set(Entry.objects.filter(seq__in=numbers(answer)).values_list("action", flat=True))


def test_an_account_is_asked_for_with_all_that_hangs_on_it(cast):
    account = make_account(cast, handle="HarborNordic")
    other = make_account(cast, "setting_up", handle="Chess", platform="x", display_name="Chess", group="Chess")
    hand_over(account, cast.coach, cast.teacher)
    browser = signed_in(cast.director)
    for words in (account.number, "@HarborNordic"):
        found = actions(browser.get(URL, {"account": words, "kind": "custody"}))
        assert {"handoff.offered", "custody.accepted"} <= found
    requests = actions(browser.get(URL, {"account": account.number, "kind": "request"}))
    assert {"request.submitted", "decision.recorded"} <= requests
    seen = Entry.objects.filter(seq__in=numbers(browser.get(URL, {"account": other.number})))
    assert not seen.filter(object_label__contains="Nordic").exists()


def test_every_kind_of_thing_that_an_account_has_is_among_what_hangs_on_it():
    models = [
        model for model in apps.get_app_config("accounts").get_models()
        if hasattr(model, "trail_kind") and "account" in {field.name for field in model._meta.get_fields()}
    ]  # fmt: skip
    assert {"handoff", "packet", "custody", "rotation", "closing", "poster", "secret"} <= {
        model.trail_kind for model in models
    }
    for model in models:
        named = {"uuid": "u-1"} if "uuid" in {field.name for field in model._meta.get_fields()} else {"pk": 7}
        if not hasattr(model, "trail_id"):  # a hold: its entries are of the account
            continue
        assert model(**named).trail_id == next(iter(str(value) for value in named.values()))


def test_what_hangs_on_an_account_is_asked_once_for_each_kind(cast, django_assert_max_num_queries):
    account = make_account(cast)
    with django_assert_max_num_queries(24):
        kinds = of_an_account(str(account.uuid))
    assert set(kinds["custody"]) == {str(pk) for pk in account.custodies.values_list("pk", flat=True)}


@pytest.mark.parametrize(("words", "said"), [
    ("A-9999", "No account is called so."), ("harbor", "More than one account is called so."),
])  # fmt: skip
def test_words_that_name_no_account_or_several_are_said_at_the_field_and_kept(cast, words, said):
    make_account(cast, "setting_up", handle="HarborNordic")
    make_account(cast, "setting_up", handle="HarborChess", platform="x", display_name="Chess", group="Chess")
    answer = signed_in(cast.director).get(URL, {"account": words})
    assert (said in answer.content.decode(), f'value="{words}"' in answer.content.decode()) == (True, True)
    assert list(answer.context["form"].errors) == ["account"]
    assert "account" not in (Entry.objects.filter(action="trail.read").latest("seq").after or {})


def test_an_account_of_another_school_shows_nothing_to_a_principal(cast):
    account = make_account(cast, handle="HarborNordic")
    answer = signed_in(cast.other_principal).get(URL, {"account": account.number})
    assert numbers(answer) == []


def test_a_school_is_asked_for_with_what_is_under_it(cast):
    for unit in (cast.units.high, cast.units.athletics, cast.units.middle):
        edit(unit=unit)
    high, athletics, middle = (
        Entry.objects.filter(action="account.edited").order_by("seq").values_list("seq", flat=True)
    )
    browser, query = signed_in(cast.director), {"what": "account.edited"}
    units = cast.units
    assert numbers(browser.get(URL, {"unit": units.high.pk, **query})) == [athletics, high]
    assert numbers(browser.get(URL, {"unit": units.athletics.pk, **query})) == [athletics]
    assert numbers(browser.get(URL, {"unit": units.district.pk, **query})) == [middle, athletics, high]
    page = browser.get(URL, {"unit": units.high.pk, **query}).content.decode()
    assert f"School or department: {units.high.name}" in page


def test_a_principal_is_offered_their_own_schools_and_told_of_others(cast):
    edit(unit=cast.units.middle)
    browser = signed_in(cast.principal)
    answer = browser.get(URL, {"unit": cast.units.middle.pk})
    offered = [number for number, _words in answer.context["form"].fields["unit"].choices]
    assert offered == ["", str(cast.units.high.pk), str(cast.units.athletics.pk)]
    assert "You do not read the trail of that school or department." in answer.content.decode()


def test_who_reads_by_no_school_is_asked_for_none(cast):
    answer = signed_in(cast.coach).get(URL, {"unit": cast.units.high.pk})
    assert (answer.status_code, "unit" in answer.context["form"].fields) == (200, False)


def test_refused_and_failed_are_asked_for(cast):
    edit()
    with audit.act():
        audit.record(audit.Event.SECRET_REVEALED, by=cast.coach, outcome="error")
    audit.record_denial(audit.Event.ACCESS_DENIED, by=cast.coach, reason="Not theirs.")
    browser = signed_in(cast.director)
    assert actions(browser.get(URL, {"outcome": "error"})) == {"secret.revealed"}
    assert actions(browser.get(URL, {"outcome": "denied"})) == {"access.denied"}
    done = actions(browser.get(URL, {"outcome": "ok"}))
    assert ("account.edited" in done, "access.denied" in done) == (True, False)
    assert "Outcome: refused" in browser.get(URL, {"outcome": "denied"}).content.decode()


def test_a_period_that_ends_before_it_begins_is_said_in_place(cast):
    answer = signed_in(cast.director).get(URL, {"since": "2025-11-12", "until": "2025-11-01"})
    assert answer.context["form"].errors == {
        "until": ["This is before the first day. Choose a later day, or leave one of the two out."]
    }
    assert 'value="2025-11-01"' in answer.content.decode()
    assert numbers(answer) == []
    assert "No entries here" not in answer.content.decode()
    assert (
        signed_in(cast.director).get("/trail/copies/", {"since": "2025-11-12", "until": "2025-11-01"}).context["count"]
        == 0
    )


def test_a_day_is_told_as_everywhere(cast):
    page = signed_in(cast.director).get(URL, {"since": "2025-11-12"}).content.decode()
    assert "From: Wed, Nov 12, 2025" in page


def test_a_person_nobody_is_called_is_said_at_the_field_and_kept(cast):
    answer = signed_in(cast.director).get(URL, {"who": "Zebulon"})
    assert answer.context["form"].errors == {
        "who": ["Nobody is called so. Try a part of the name, or the whole e-mail address."]
    }
    assert ('value="Zebulon"' in answer.content.decode(), numbers(answer)) == (True, [])


def test_what_somebody_was_refused_is_said_in_words(cast):
    signed_in(cast.coach).get("/records/")
    entry = Entry.objects.get(action="access.denied")
    page = signed_in(cast.director).get(URL, {"outcome": "denied"}).content.decode()
    assert f"<strong>{cast.coach.trail_label}</strong> was refused the page “Public records”" in page
    for words in ("Reason: Communications puts public records together.", "Under: Minn. Stat. 13.03."):
        assert words in page
    for words in ("refused: this", "Refused.", "desk:records"):
        assert words not in page
    assert "desk:records" in signed_in(cast.director).get(f"/trail/{entry.seq}/").content.decode()


@pytest.mark.counts
def test_a_page_about_an_account_asks_as_often_for_many_entries_as_for_few(cast):
    account, browser, counts = make_account(cast, handle="HarborNordic"), signed_in(cast.director), []
    browser.get(URL, {"account": account.number})
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            found = numbers(browser.get(URL, {"account": account.number}))
        counts.append((len(found), len(queries)))
        for _more in range(20):
            edit(thing=account)
    (few, once), (many, again) = counts
    assert (many > few, again) == (True, once)
