"""Eyes-on checks: somebody looked on a day, and saw when the account was last active (domain.md: eyes-on check)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import health
from accounts.actions import keeping_health, own_seasons, seasons
from accounts.health import Code
from accounts.models import AccountHealth, EyesOnCheck
from registry import clock
from registry.audit.models import Entry
from tests.accounts.care import care_of
from tests.accounts.looking import at_noon, look
from tests.accounts.test_health import check_kept
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active")


def page(user, account):
    return signed_in(user).get(account.get_absolute_url()).text


def ago(days):
    return clock.today() - timedelta(days=days)


# Saying it ------------------------------------------------------------------------------------------------------------


def test_who_looks_after_an_account_says_what_they_saw_and_its_page_shows_the_last_three(cast, account):
    assert "Nobody has noted yet" in page(cast.coach, account)
    assert "Looked at" not in page(cast.stranger, account)
    for days, person in ((9, cast.coach), (7, cast.backup), (5, cast.principal), (1, cast.communications)):
        assert look(person, account, last=ago(days + 1), on=ago(days), note=f"Look {days}").status_code == 302
    shown = page(cast.stranger, account)
    assert ["Look 1" in shown, "Look 5" in shown, "Look 7" in shown, "Look 9" in shown] == [True, True, True, False]
    assert ("Last post on" in shown, "Say what you saw" in shown) == (True, False)
    entry = Entry.objects.filter(action="account.looked_at").latest("seq")
    assert entry.after == {"on": ago(1).isoformat(), "seen": "active", "last_active": ago(2).isoformat()}
    assert (entry.object_id, entry.actor_id) == (str(account.uuid), cast.communications.trail_id)


def test_nobody_else_says_what_they_saw(cast, account):
    address = reverse("accounts:look", args=[account.uuid])
    people = [person for part, person in cast.people.items() if part not in ("disabled", "newcomer")]
    may = {person for person in people if signed_in(person).get(address).status_code == 200}
    communications = {cast.director, cast.communications, cast.second_communications}
    assert may == {cast.coach, cast.backup, cast.principal, *communications}
    assert look(cast.stranger, account, last=clock.today()).status_code == 403


def test_the_day_is_today_beforehand_and_nothing_else_is_answered(cast, account):
    form = signed_in(cast.coach).get(reverse("accounts:look", args=[account.uuid])).context["form"]
    assert (form["checked_on"].value(), form["seen"].value()) == (clock.today(), None)
    assert not form["last_active_on"].is_optional, "the first answer needs it"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("checked_on", {"on": -1, "last": 3}),
        ("checked_on", {"on": 400, "last": 401}),
        ("last_active_on", {"on": 3, "last": 2}),
        ("last_active_on", {"on": 3, "last": None, "seen": "active"}),
        ("last_active_on", {"on": 3, "last": 4, "seen": "nothing"}),
        ("note", {"on": 3, "last": 4, "note": "Ask Jane Doe, class of 2027"}),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field_and_what_was_typed_is_kept(cast, account, field, said):
    last = said["last"] and ago(said["last"])
    answer = look(cast.coach, account, **{**said, "last": last, "on": ago(said["on"])})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert answer.context["form"].data["seen"]
    assert not EyesOnCheck.objects.exists()


def test_only_an_account_in_use_is_looked_at(cast):
    answer = look(cast.communications, make_account(cast, "setting_up"), last=clock.today())
    assert (answer.status_code, "Only an account that is in use" in answer.text) == (403, True)


def test_a_password_in_the_note_is_refused_and_not_kept(cast, account):
    answer = look(cast.coach, account, last=clock.today(), note="password: Quite-Another-9")
    assert (answer.status_code, "Quite-Another-9" in answer.text) == (422, False)


def test_the_database_keeps_what_was_seen_together_with_its_day(cast, account):
    facts = {"account": account, "by": cast.coach, "checked_on": clock.today()}
    for wrong in ({"seen": "active"}, {"seen": "nothing", "last_active_on": ago(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EyesOnCheck.objects.create(**facts, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        EyesOnCheck.objects.create(**facts, seen="active", last_active_on=clock.today() + timedelta(days=1))


# Silent in season -----------------------------------------------------------------------------------------------------


def silent_on(day, account):
    with at_noon(day):
        keeping_health.recompute(by=None)
        check_kept()
        return Code.SILENT in health.codes_in(AccountHealth.objects.get(account=account).reasons)


def test_e5_65_silence_in_season_is_a_reason_as_long_as_the_season_is_on_and_nobody_saw_a_post(cast, account):
    first, last = date(2026, 2, 1), date(2026, 6, 10)
    seasons.add(code="spring", name="", school_year=2026, starts_on=first, ends_on=last, by=cast.director)
    own_seasons.set_seasons(account, seasons={("spring", "")}, by=cast.coach)
    looked = first + timedelta(days=46)
    assert not silent_on(looked, account)  # nobody has looked: that is not silence
    with at_noon(looked):
        look(cast.coach, account, last=looked - timedelta(days=45))
        check_kept()
        assert not silent_on(looked, account)
        look(cast.coach, account, last=looked - timedelta(days=46))
        check_kept()
        assert AccountHealth.objects.get(account=account).state == "attention"
        words = care_of(account)
        assert words == ["It is in season: on March 19 the last post was of February 1."]
        assert "Say what you saw" in page(cast.coach, account)
    assert [silent_on(day, account) for day in (last, last + timedelta(days=1))] == [True, False]
    with at_noon(looked + timedelta(days=9)):
        look(cast.backup, account, last=looked + timedelta(days=9))
        check_kept()
    assert not silent_on(last, account)


def test_e5_65_off_season_silence_and_the_first_days_of_a_season_are_fine(cast, account):
    first, last = date(2026, 2, 1), date(2026, 6, 10)
    seasons.add(code="spring", name="", school_year=2026, starts_on=first, ends_on=last, by=cast.director)
    own_seasons.set_seasons(account, seasons={("spring", "")}, by=cast.coach)
    for day in (first - timedelta(days=5), first + timedelta(days=45)):
        with at_noon(day):
            look(cast.coach, account, last=date(2025, 11, 20))
    assert not any(silent_on(first + timedelta(days=more), account) for more in (45, 60, 100))


def test_an_account_of_all_year_is_silent_while_the_look_is_fresh(cast, account):
    looked = clock.today() + timedelta(days=60)
    with at_noon(looked):
        look(cast.coach, account, last=None)
        look(cast.coach, account, last=None, seen="unreachable")
    assert [silent_on(looked + timedelta(days=more), account) for more in (0, 45, 46)] == [True, True, False]


def test_a_new_account_has_its_days_before_it_is_silent(cast, account):
    looked = clock.today() + timedelta(days=40)
    with at_noon(looked):
        look(cast.coach, account, last=None)
    assert [silent_on(looked + timedelta(days=more), account) for more in (5, 6)] == [False, True]


def test_the_district_says_how_long_is_too_long(cast, account):
    looked, limits = clock.today() + timedelta(days=60), reverse("accounts:care-limits")
    said = {"seen": "", "platform": "", "klass": "", "verify_days": "14", "custodian_days": "30"}
    with at_noon(looked):
        look(cast.coach, account, last=looked - timedelta(days=50))
        assert AccountHealth.objects.get(account=account).state == "attention"
        director = signed_in(cast.director)
        assert director.post(limits, {**said, "silent_days": "3"}).status_code == 422
        assert director.post(limits, {**said, "silent_days": "50"}).status_code == 302
        assert AccountHealth.objects.get(account=account).state == "good"
        assert "A post in season within 50 days" in director.get("/accounts/care/").text
