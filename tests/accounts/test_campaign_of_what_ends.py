"""Where a campaign asks about an account that ends: its end is the answer, at once, and asked again if called off."""

from datetime import timedelta

import pytest

from accounts.actions import lifecycle
from accounts.actions.compromised import mark_compromised
from accounts.actions.packet_settling import settle_due
from accounts.actions.sunset import begin_sunset
from accounts.models import Account, Campaign, Packet
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from tests.accounts.campaigning import at, open_campaign, packet_of, reply, sent
from tests.accounts.ending import closing_of, plan, tick
from tests.accounts.handing import post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_an_end_before_the_day_answers_at_once_and_is_asked_again_when_called_off(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    campaign = open_campaign(cast)
    assert plan(cast.communications, account).status_code == 302
    assert (packet_of(account).state, packet_of(other).state) == ("moot", "open")
    assert post(cast.communications, "closing-call-off", account, why="They go on.").status_code == 302
    assert packet_of(account).state == "open"
    assert sent("campaign_asked").count(cast.coach) == 2
    assert Entry.objects.filter(action="packet.reopened", reference=campaign.number).count() == 1
    assert reply(cast.coach, packet_of(account)).status_code == 302
    assert settle_due(by=None) == 0


def test_an_end_that_is_put_off_past_the_day_is_asked_about_again_and_one_before_it_is_not(cast, account):
    make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    open_campaign(cast)
    for days, state in ((9, "moot"), (20, "moot"), (60, "open"), (20, "moot")):
        assert plan(cast.communications, account, days=days).status_code == 302
        assert packet_of(account).state == state, days
    assert sent("campaign_asked").count(cast.coach) == 2


def test_what_communications_has_agreed_to_retire_stays_answered_when_its_end_is_put_off(cast, account):
    make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    open_campaign(cast)
    packet = packet_of(account)
    signed_in(cast.coach).post(at("retire", packet), {"why": "The team is gone."})
    signed_in(cast.director).post(at("retire-accept", packet))
    assert plan(cast.communications, account, days=60).status_code == 302
    assert packet_of(account).state == "retired"


def test_an_end_after_the_day_leaves_the_question_until_nobody_posts_any_more(cast, account):
    campaign = open_campaign(cast)
    assert plan(cast.communications, account, days=60).status_code == 302
    assert packet_of(account).state == "open", "until then a class that graduates may know its login"
    tick(cast.coach, account, "announced")
    tick(cast.coach, account, "last_post")
    campaign.refresh_from_db()
    assert (packet_of(account).state, campaign.is_open) == ("moot", False)
    assert not any("Say how" in task.title for task in tasks_of(cast.coach))


def test_nobody_is_asked_about_what_ends_before_the_day(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    plan(cast.communications, account)
    assert [row.account for row in open_campaign(cast).packets.all()] == [other]


def test_agreed_that_it_is_retired_and_called_off_it_is_asked_again(cast, account):
    make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    open_campaign(cast)
    packet = packet_of(account)
    signed_in(cast.coach).post(at("retire", packet), {"why": "The team is gone."})
    assert signed_in(cast.director).post(at("retire-accept", packet)).status_code == 302
    assert (packet_of(account).state, closing_of(account).state) == ("retired", "under_way")
    post(cast.director, "closing-call-off", account, why="They go on.")
    assert (packet_of(account).state, packet_of(account).answered_at) == ("open", None)


def test_e4_56_a_platform_that_ends_answers_for_all_its_accounts_in_every_campaign(cast, account):
    make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    open_campaign(cast)
    open_campaign(cast, kind="graduation", class_year="2026", title="Class of 2026")
    day = clock.today() + timedelta(days=20)
    begin_sunset(account.platform, becomes="shut_down", ends_on=day, words="It shuts down.", by=cast.director)
    assert set(Packet.objects.values_list("state", flat=True)) == {"moot"}
    assert not Campaign.objects.filter(closed_at=None).exists()


def test_an_account_that_somebody_else_may_hold_is_asked_about_as_well(cast, account):
    mark_compromised(account, why="It posts advertisements.", by=cast.director)
    campaign = open_campaign(cast)
    assert reply(cast.coach, packet_of(account)).status_code == 403
    page = text(cast.coach, packet_of(account).get_absolute_url())
    assert ("See to what is open first" in page, "Read the policy" in page) == (True, False)
    assert signed_in(cast.principal).post(at("close", campaign)).status_code == 403
    Account.objects.filter(pk=account.pk).update(state="active")
    assert reply(cast.coach, packet_of(account)).status_code == 302


def test_an_account_of_an_older_list_is_answered_in_the_act_that_makes_it_official_or_gives_it_up(cast):
    kept, given_up = make_account(cast, "ready", handle="HarborNordic"), make_account(cast, "setting_up")
    Account.objects.filter(pk__in=(kept.pk, given_up.pk)).update(retroactive=True)
    campaign = open_campaign(cast, kind="adoption")
    lifecycle.abandon(given_up, by=None)
    assert packet_of(given_up).state == "moot"
    lifecycle.activate(kept, by=cast.communications)
    campaign.refresh_from_db()
    assert (packet_of(kept).state, campaign.is_open) == ("taken_on", False)
