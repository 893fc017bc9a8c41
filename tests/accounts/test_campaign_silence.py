"""What silence does to a packet: reminded, due, then the activities director, the principal, Communications (IV.11)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.campaign_board import board_of
from accounts.rules.standing import communications_staff
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.calendar import due_after
from registry.people import actions as people
from registry.people.models import Office
from tests.accounts.campaigning import chores, everything, open_campaign, packet_of, reply, sent
from tests.accounts.handing import deliver, text
from tests.makers import make_account, proof_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


@pytest.fixture
def activities(cast):
    """The activities director: administrator of athletics, under the principal of the high school."""
    people.appoint(
        person=cast.requester, office=Office.ADMINISTRATOR, unit=cast.units.athletics, starts_on=clock.today(),
        by=cast.superintendent,
    )  # fmt: skip
    return cast.requester


def on(day):
    """The clock at nine in the morning of a day."""
    return clock.at(clock.now() + timedelta(days=(day - clock.today()).days))


def away(cast, person):
    people.record_absence(
        person=person, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=90), by=cast.superintendent,
        proof=proof_of(cast.superintendent),
    )  # fmt: skip


def letters():
    """Whom the runs wrote to, by name."""
    return [each.name for each in sent("packets_wait")]


def test_it_reminds_then_goes_up_step_by_step_and_five_runs_are_one(cast, account, activities):
    campaign = open_campaign(cast, by=activities, unit=str(cast.units.athletics.pk), due_on=due_after(20))
    due = packet_of(account).due_on
    steps = [
        (due_after(12), []),
        (due_after(13), [cast.coach.name]),
        (due, [cast.coach.name]),
        (due_after(3, due), [activities.name]),
        (due_after(6, due), [cast.principal.name]),
        (due_after(9, due), [each.name for each in communications_staff()]),
        (due_after(15, due), []),
    ]
    said = []
    for day, expected in steps:
        with on(day):
            chores()
            after = everything()
            for _run in range(4):
                chores()
            assert everything() == after, day
            said += expected
            assert letters() == sorted(said), day
            deliver()
    with on(due_after(3, due)):
        assert "Ask after one account without an answer" in [task.title for task in tasks_of(activities)]
        assert "With Communications" in text(cast.principal, f"{campaign.get_absolute_url()}?show=late")
    told = Entry.objects.filter(reference=campaign.number).values_list("action", flat=True)
    assert [one for one in told if "remind" in one or "escal" in one].count("packet.escalated") == 3
    reply(cast.coach, packet_of(account))
    with on(due_after(18, due)):
        after = everything()
        chores()
        assert letters() == sorted(said)
        assert everything()[2] == after[2]


def test_a_run_that_comes_late_skips_what_is_over(cast, account):
    open_campaign(cast, due_on=due_after(20))
    with on(due_after(6, packet_of(account).due_on)):
        chores()
        assert letters() == sorted(each.name for each in communications_staff()), (
            "one administrator above, so the next one up"
        )
        assert packet_of(account).stage == 4


def test_nothing_is_written_on_a_day_off(cast, account):
    open_campaign(cast, due_on=due_after(20))
    day = packet_of(account).due_on
    while day.weekday() != 5:
        day += timedelta(days=1)
    with on(day):
        chores()
        assert letters() == []


def test_e5_69_who_is_away_is_passed_over_and_counted_apart(cast, account):
    campaign = open_campaign(cast, due_on=due_after(20))
    away(cast, cast.coach)
    with on(due_after(13)):
        chores()
    assert letters() == [cast.backup.name]
    away(cast, cast.backup)
    with on(packet_of(account).due_on):
        chores()
    assert letters() == [cast.backup.name, cast.principal.name]
    board = board_of(campaign, cast.principal)
    assert (board.away, board.all.done, board.all.total) == (1, 0, 1)
    assert "wait for somebody who is away" in text(cast.principal, campaign.get_absolute_url())


@pytest.mark.counts
def test_pages_and_work_ask_no_more_for_more_accounts(cast, account):
    campaign = open_campaign(cast)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            board_of(campaign, cast.principal)
            tasks_of(cast.coach)
            tasks_of(cast.communications)
        return len(seen)

    few = queries()
    for number in range(3):
        make_account(cast, "active", handle=f"HarborTeam{number}", group=f"Team {number}")
    campaign.closed_at, campaign.closed_by = clock.now(), cast.principal
    campaign.save(update_fields=["closed_at", "closed_by"])
    campaign = open_campaign(cast)
    assert campaign.packets.count() == 4
    assert queries() <= few
