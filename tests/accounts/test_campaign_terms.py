"""How soon a campaign asks again is the district's to say; and whose accounts are open, the board shows by person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import CampaignTerms, Packet
from registry import clock
from registry.audit.models import Entry
from registry.calendar import WorkingDays
from tests.accounts.campaigning import at, chores, open_campaign, packet_of, reply
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def set_terms(user, **days):
    return signed_in(user).post(reverse("campaigns:terms"), {"remind_days": "7", "step_days": "3", **days})


def stage_at(day):
    with clock.at(clock.now() + (day - clock.today())):
        chores()
        return Packet.objects.get().get_stage_display()


def test_communications_says_how_soon_a_campaign_asks_again(cast, account):
    assert set_terms(cast.principal).status_code == 403
    assert "How soon a campaign asks again" not in signed_in(cast.principal).get(reverse("campaigns:list")).text
    answer = set_terms(cast.communications, remind_days="0", step_days="x")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["remind_days", "step_days"])
    assert "“Working days before the day” is a whole number from 1 to 60." in answer.text
    assert "“Working days from one step up to the next” is a whole number from 1 to 60." in answer.text
    assert set_terms(cast.communications, remind_days="2", step_days="1").status_code == 302
    entry = Entry.objects.get(action="campaign.terms_changed")
    assert (entry.before, entry.after) == (
        {"remind_days": 7, "step_days": 3}, {"remind_days": 2, "step_days": 1},
    )  # fmt: skip
    form = signed_in(cast.communications).get(reverse("campaigns:terms")).context["form"]
    assert (form["remind_days"].value(), form["step_days"].value()) == (2, 1)


def test_an_open_campaign_goes_by_them(cast, account):
    campaign, working = open_campaign(cast), WorkingDays()
    before = next(
        day
        for n in range(20, 0, -1)
        if working.between(day := campaign.due_on - timedelta(days=n), campaign.due_on) == 5
    )
    after = working.after(1, campaign.due_on)
    asked = packet_of(account).get_stage_display()
    set_terms(cast.communications, remind_days="4", step_days="1")
    assert stage_at(before) == asked
    set_terms(cast.communications, remind_days="5", step_days="1")
    assert stage_at(before) != asked
    due = Packet.objects.get().stage
    stage_at(after)
    assert Packet.objects.get().stage == due + 2, "due, and one step up the day after"


def test_terms_stand_once_and_are_days(cast):
    for wrong in ({"id": 2}, {"step_days": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CampaignTerms.objects.create(**wrong)


def test_the_board_shows_what_is_asked_of_one_person(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine", custodian=cast.teacher)
    board = at("campaign", open_campaign(cast))
    client = signed_in(cast.principal)
    whole = client.get(board)
    assert f"?who={cast.teacher.pk}#accounts" in whole.text
    shown = client.get(board, {"who": cast.teacher.pk, "show": "open"})
    assert [row.account for row in shown.context["board"].page] == [other]
    assert [chip["count"] for chip in shown.context["board"].chips] == [1, 1, 0, 0]
    assert shown.context["board"].all == whole.context["board"].all
    assert f"who={cast.teacher.pk}" in shown.context["board"].chips[2]["url"]
    assert f"Only what is asked of {cast.teacher.name}" in shown.text
    for nobody in ("x", str(cast.stranger.pk)):
        assert len(client.get(board, {"who": nobody}).context["board"].page.object_list) == 2


def test_the_board_shows_one_school_and_what_is_open_first(cast, account):
    other = make_account(cast, "active", handle="HarborSwim", unit=cast.units.high)
    board = at("campaign", open_campaign(cast))
    reply(cast.coach, packet_of(account))
    client = signed_in(cast.principal)
    whole = client.get(board)
    assert [row.account for row in whole.context["board"].page] == [other, account]
    assert f"?school={account.unit_id}#accounts" in whole.text
    shown = client.get(board, {"school": account.unit_id})
    assert [row.account for row in shown.context["board"].page] == [account]
    assert [chip["count"] for chip in shown.context["board"].chips] == [1, 0, 1, 0]
    assert f"Only accounts of {account.unit.name}" in shown.text
    for nothing in ("x", "9" * 20, str(cast.units.middle.pk)):
        assert len(client.get(board, {"school": nothing}).context["board"].page.object_list) == 2


@pytest.mark.counts
def test_the_board_asks_no_more_for_many_people_than_for_one(cast, account):
    client, asked = signed_in(cast.principal), []
    for handle, kind in (("A", {}), ("B", {"kind": "graduation", "class_year": "2026", "title": "Class of 2026"})):
        board = at("campaign", open_campaign(cast, **kind))
        client.get(board)  # that it was opened is said once
        with CaptureQueriesContext(connection) as queries:
            client.get(board, {"who": cast.coach.pk})
        asked.append(len(queries))
        make_account(cast, "active", handle=f"HarborAlpine{handle}", custodian=cast.teacher)
    assert asked[0] == asked[1]
