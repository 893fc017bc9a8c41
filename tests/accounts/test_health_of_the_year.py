"""What the school year does to health: a word that is overdue, a campaign without an answer, and rest off season (E5.65)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts import health
from accounts.actions import keeping_health, own_seasons, rotation, seasons
from accounts.health import Code
from accounts.health.words import summary
from accounts.models import AccountHealth, Attestation, Campaign, Packet
from registry import clock
from tests.accounts.ending import plan
from tests.accounts.test_health import check_kept
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def at_noon(day):
    return clock.at(datetime.combine(day, time(12), UTC))


def on(day, account):
    """The reasons that are kept on that day, by the daily run; and the state."""
    with at_noon(day):
        keeping_health.recompute(by=None)
        check_kept()
        kept = AccountHealth.objects.get(account=account)
        return health.codes_in(kept.reasons) - {Code.UNCHECKED}, kept.state


@pytest.fixture
def winter(cast):
    return seasons.add(
        code="winter",
        name="",
        school_year=2026,
        starts_on=date(2025, 12, 1),
        ends_on=date(2026, 3, 10),
        by=cast.director,
    )


@pytest.fixture
def account(cast):
    return make_account(cast, "active")


# A word ---------------------------------------------------------------------------------------------------------------


def test_a_year_after_its_custodian_accepted_it_an_account_is_to_be_attested(account):
    year = clock.today() + timedelta(days=365)
    assert [on(year + timedelta(days=more), account)[0] for more in (0, 1)] == [set(), {Code.ATTEST_LATE}]


def test_what_ends_within_days_is_not_asked_for_a_word(cast, account):
    year = clock.today() + timedelta(days=366)
    with at_noon(year):
        plan(cast.communications, account, days=31)
        check_kept()
    assert [on(year + timedelta(days=more), account)[0] for more in (0, 1)] == [{Code.ATTEST_LATE}, set()]


def test_an_attestation_holds_as_long_as_it_says_and_as_the_district_allows(cast, account):
    day = clock.today() + timedelta(days=300)
    facts = {"account": account, "by": cast.coach, "recovery_is_ours": True, "guidelines_kept": True}
    with at_noon(day):
        word = Attestation.objects.create(**facts, valid_until=day + timedelta(days=120))
    assert [on(day + timedelta(days=more), account)[0] for more in (120, 121)] == [set(), {Code.ATTEST_LATE}]
    Attestation.objects.create(**facts, at=word.at, valid_until=day + timedelta(days=900))
    assert [on(day + timedelta(days=more), account)[0] for more in (365, 366)] == [set(), {Code.ATTEST_LATE}]
    limits = {"seen": "", "platform": "", "klass": "", "checked_days": "", "verify_days": "14", "custodian_days": "30"}
    with at_noon(day + timedelta(days=366)):
        director = signed_in(cast.director)
        assert director.post("/accounts/care/limits/", {**limits, "attest_days": "5"}).status_code == 422
        assert director.post("/accounts/care/limits/", limits).status_code == 302
        assert AccountHealth.objects.get(account=account).state == "good"
        assert "No limit until it is attested again" in director.get("/accounts/care/").text


def test_an_answer_to_a_campaign_is_overdue_from_the_day_after(cast, account):
    today = clock.today()
    campaign = Campaign.objects.create(
        title="Fall", kind="season", unit=cast.units.high, due_on=today, opened_by=cast.principal
    )
    packet = Packet.objects.create(campaign=campaign, account=account, custodian=cast.coach, due_on=today)
    assert [on(today + timedelta(days=more), account) for more in (0, 1)] == [
        (set(), "good"), ({Code.PACKET_LATE}, "attention"),
    ]  # fmt: skip
    Packet.objects.filter(pk=packet.pk).update(state="moot", answered_at=clock.now())
    assert on(today + timedelta(days=1), account) == (set(), "good")


# Rest -----------------------------------------------------------------------------------------------------------------


def test_e5_65_a_group_rests_off_season_and_wakes_on_its_first_day(cast, account, winter):
    own_seasons.set_seasons(account, seasons={("winter", "")}, by=cast.coach)
    days = [date(2025, 11, 30), date(2025, 12, 1), date(2026, 3, 10), date(2026, 3, 11)]
    assert [on(day, account)[1] for day in days] == ["resting", "good", "good", "resting"]
    with at_noon(date(2026, 3, 11)):
        listed = signed_in(cast.stranger).get("/accounts/", {"health": "resting"})
        assert [row.account.pk for row in listed.context["page"].rows] == [account.pk]
        shown = signed_in(cast.coach).get(account.get_absolute_url()).text
        panel = shown[shown.index('aria-labelledby="health"') :].split("</section>")[0]
        assert ("<span>Resting</span>" in panel, "Its season is over" in panel) == (True, True)
        assert "Say in which season" in panel


def test_an_account_with_a_worry_does_not_rest_and_says_the_worry(cast, account, winter):
    own_seasons.set_seasons(account, seasons={("winter", "")}, by=cast.coach)
    rotation.open_rotation(account, field="password", reason="incident", by=cast.communications)
    codes, state = on(clock.today(), account)
    assert (codes, state) == ({Code.ROTATION, Code.RESTING}, "attention")
    assert summary(AccountHealth.objects.get(account=account).reasons) == "A password or another way in must change."


def test_a_season_that_is_put_in_changed_or_taken_out_counts_at_once(cast, account):
    own_seasons.set_seasons(account, seasons={("fall", "")}, by=cast.coach)

    def state():
        check_kept()
        return AccountHealth.objects.get(account=account).state

    days = {"starts_on": date(2025, 8, 20), "ends_on": date(2025, 11, 5)}
    said = [state()]
    fall = seasons.add(code="fall", name="", school_year=2026, **days, by=cast.director)
    said.append(state())
    seasons.change(fall, starts_on=days["starts_on"], ends_on=date(2025, 11, 30), by=cast.director)
    said.append(state())
    seasons.change(fall, **days, by=cast.director)
    seasons.remove(fall, by=cast.director)
    assert [*said, state()] == ["good", "resting", "good", "good"]


def test_of_two_seasons_one_that_is_on_or_unknown_keeps_a_group_awake(cast, account, winter):
    own_seasons.set_seasons(account, seasons={("winter", ""), ("spring", "")}, by=cast.coach)
    assert on(date(2026, 4, 1), account)[1] == "good"
    seasons.add(
        code="spring",
        name="",
        school_year=2026,
        starts_on=date(2026, 3, 20),
        ends_on=date(2026, 6, 5),
        by=cast.director,
    )
    days = [date(2026, 3, 15), date(2026, 4, 1), date(2026, 6, 6), date(2026, 9, 1)]
    assert [on(day, account)[1] for day in days] == ["resting", "good", "resting", "resting"]


def test_a_season_of_more_than_a_year_ago_says_nothing_of_today(cast, account, winter):
    own_seasons.set_seasons(account, seasons={("winter", "")}, by=cast.coach)
    days = [winter.ends_on + timedelta(days=more) for more in (366, 367)]
    assert [Code.RESTING in on(day, account)[0] for day in days] == [True, False]
