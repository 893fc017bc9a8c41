"""Campaigns through HTTP: opened after a look, answered on a page of taps, closed at 100 % (IV.11)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions.packet_settling import settle_due
from accounts.models import Attestation, Campaign, Packet
from desk.work import tasks_of
from registry.audit.models import Entry
from tests.accounts.campaigning import ALL_WELL, asked, at, open_campaign, packet_of, reply, sent
from tests.accounts.handing import deliver, post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def titles_of(user):
    return [task.title for task in tasks_of(user)]


def test_a_campaign_is_looked_at_opened_answered_and_closes_by_itself(cast, account):
    page = signed_in(cast.principal).post(reverse("campaigns:open"), asked(cast)).content.decode()
    assert "1 account is due" in page
    assert f"{cast.coach.name}: 1" in page
    assert not Campaign.objects.exists()
    campaign = open_campaign(cast)
    packet = packet_of(account)
    assert (packet.custodian, packet.state, sent("campaign_asked")) == (cast.coach, "open", [cast.coach])
    assert "Say how @HarborNordic stands" in titles_of(cast.coach)
    board = text(cast.principal, campaign.get_absolute_url())
    assert "0%" in board
    assert "@HarborNordic" in board
    refused = signed_in(cast.principal).post(at("close", campaign))
    assert (refused.status_code, "1 are missing" in refused.content.decode()) == (403, True)
    assert reply(cast.coach, packet).status_code == 302
    said = Attestation.objects.get()
    packet.refresh_from_db()
    campaign.refresh_from_db()
    assert (packet.state, packet.attestation, packet.answered_by) == ("attested", said, cast.coach)
    assert (campaign.is_open, campaign.closed_by) == (False, None)
    assert f"{said.valid_until:%Y}" == "2026"
    assert "gave their word" in text(cast.stranger, account.get_absolute_url())
    assert set(sent("campaign_closed")) >= {cast.principal, cast.director}
    told = Entry.objects.filter(reference=campaign.number).values_list("action", flat=True)
    assert set(told) == {"campaign.opened", "packet.opened", "packet.answered", "campaign.closed"}
    deliver()


def test_two_tabs_count_once_and_the_second_is_told_who_was_first(cast, account):
    open_campaign(cast)
    packet = packet_of(account)
    assert reply(cast.coach, packet).status_code == 302
    again = reply(cast.principal, packet)
    assert (again.status_code, cast.coach.name in again.content.decode()) == (409, True)
    # without a campaign: the page knew of no word yet
    twice = post(cast.coach, "attest", account, **ALL_WELL)
    assert (twice.status_code, "Nothing was counted twice" in twice.content.decode()) == (409, True)
    assert Attestation.objects.count() == 1


def test_a_bad_answer_keeps_what_was_typed_and_says_what_is_missing(cast, account):
    open_campaign(cast)
    packet = packet_of(account)
    answer = reply(cast.coach, packet, students="3", class_year="1926", recovery_is_ours="")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose an answer for “Do its recovery address" in body
    assert 'value="1926"' in body
    unsaid = reply(cast.coach, packet, backup_stays="").content.decode()
    assert f"Choose an answer for “Is {cast.backup.name} still the backup?”" in unsaid.replace("&quot;", "”")
    answer = reply(cast.coach, packet, students="3", class_year="1926")
    assert "Enter the year in which they graduate" in answer.content.decode()
    answer = reply(cast.coach, packet, students="3")
    assert "Fill in both" in answer.content.decode()
    answer = reply(cast.coach, packet, next_custodian="Nobody Known")
    assert (answer.status_code, "Nobody Known" in answer.content.decode()) == (422, True)
    assert not Attestation.objects.exists()


def test_a_yearly_word_without_a_campaign_answers_the_one_that_is_open(cast, account):
    assert "Nobody has given their word" in text(cast.coach, account.get_absolute_url())
    open_campaign(cast)
    assert post(cast.coach, "attest", account, **ALL_WELL)["Location"] == account.get_absolute_url()
    assert packet_of(account).state == "attested"
    assert post(cast.stranger, "attest", account, **ALL_WELL).status_code == 403


def test_whom_no_campaign_is_shown_reads_whether_anything_is_asked_of_them(cast, account):
    def said(who):
        return text(who, reverse("campaigns:list"))

    assert "No campaign yet" in said(cast.principal)
    assert "Nothing is asked of you now" in said(cast.coach)
    open_campaign(cast)
    assert "You are asked about accounts you look after" in said(cast.coach)
    reply(cast.coach, packet_of(account))
    assert "Nothing is asked of you now" in said(cast.coach)


def test_who_may_open_where_and_who_sees(cast, account):
    assert signed_in(cast.coach).get(reverse("campaigns:open")).status_code == 403
    middle = {"unit": str(cast.units.middle.pk)}
    refused = signed_in(cast.principal).post(reverse("campaigns:open"), asked(cast, **middle))
    assert refused.status_code == 422
    empty = signed_in(cast.other_principal).post(reverse("campaigns:open"), asked(cast, **middle))
    assert "There would be nobody to ask" in empty.content.decode()
    campaign = open_campaign(cast, by=cast.communications, unit=str(cast.units.district.pk))
    assert signed_in(cast.other_principal).get(campaign.get_absolute_url()).status_code == 200
    assert "@HarborNordic" not in text(cast.other_principal, campaign.get_absolute_url())
    assert signed_in(cast.stranger).get(campaign.get_absolute_url()).status_code == 404
    assert signed_in(cast.stranger).get(packet_of(account).get_absolute_url()).status_code == 404
    assert signed_in(cast.superintendent).get(campaign.get_absolute_url()).status_code == 200
    assert signed_in(cast.principal).post(at("cancel", campaign), {"why": "Mine"}).status_code == 403


def test_one_of_a_kind_is_open_at_a_time_and_the_rows_hold_together(cast, account):
    campaign = open_campaign(cast)
    client, form = signed_in(cast.principal), asked(cast)
    token = client.post(reverse("campaigns:open"), form).context["preview"].token
    again = client.post(reverse("campaigns:open"), {**form, "agreed": token})
    assert (again.status_code, Campaign.objects.count()) == (409, 1)
    packet = packet_of(account)
    broken = [
        lambda: Packet.objects.create(
            campaign=campaign, account=account, custodian=cast.coach, due_on=campaign.due_on
        ),
        lambda: Packet.objects.filter(pk=packet.pk).update(state="attested"),
        lambda: Packet.objects.filter(pk=packet.pk).update(state="retire_asked"),
        lambda: Campaign.objects.filter(pk=campaign.pk).update(cancelled_why="No."),
        lambda: Campaign.objects.filter(pk=campaign.pk).update(class_year=2027),
    ]  # fmt: skip
    for step in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            step()


def test_cancelling_gives_the_reason_and_tells_who_had_not_answered(cast, account):
    campaign = open_campaign(cast)
    assert signed_in(cast.principal).post(at("cancel", campaign), {"why": " "}).status_code == 422
    assert signed_in(cast.principal).post(at("cancel", campaign), {"why": "Wrong season."}).status_code == 302
    assert sent("campaign_cancelled") == [cast.coach]
    assert reply(cast.coach, packet_of(account)).status_code == 409
    assert not any(title.startswith("Say how") for title in titles_of(cast.coach))
    assert "Wrong season." in text(cast.principal, campaign.get_absolute_url())
    open_campaign(cast)
    deliver()


def test_an_account_that_ends_otherwise_is_moot(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    campaign = open_campaign(cast)
    assert sent("campaign_asked") == [cast.coach], "one letter for both"
    reply(cast.coach, packet_of(other))
    # as when the account is closed: its end is told to what is asked about it
    type(account).objects.filter(pk=account.pk).update(state="closing")
    assert settle_due(by=None) == 1
    campaign.refresh_from_db()
    assert (packet_of(account).state, campaign.is_open) == ("moot", False)


def test_a_title_says_a_season_and_names_no_student(cast, account):
    client = signed_in(cast.principal)
    form = asked(cast, title="Taylor Reed, 12th grade")
    token = client.post(reverse("campaigns:open"), form).context["preview"].token
    refused = client.post(reverse("campaigns:open"), {**form, "agreed": token})
    assert (refused.status_code, "Leave out the names of students" in refused.content.decode()) == (422, True)
    assert 'value="Taylor Reed, 12th grade"' in refused.content.decode()
    assert open_campaign(cast, title="Winter Season 2026").title == "Winter Season 2026"


def test_what_was_looked_at_is_what_is_opened(cast, account):
    client, form = signed_in(cast.principal), asked(cast)
    token = client.post(reverse("campaigns:open"), form).context["preview"].token
    make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    again = client.post(reverse("campaigns:open"), {**form, "agreed": token})
    assert (again.status_code, "2 accounts are due" in again.content.decode()) == (200, True)
    assert not Campaign.objects.exists()
    past = client.post(reverse("campaigns:open"), {**form, "due_on_year": "2020"})
    assert (past.status_code, "Enter a day that is still to come" in past.content.decode()) == (422, True)
    classless = client.post(reverse("campaigns:open"), {**form, "kind": "graduation", "class_year": "1926"})
    assert classless.status_code == 422


def test_two_campaigns_about_one_account_need_one_word(cast, account):
    open_campaign(cast)
    open_campaign(cast, kind="graduation", class_year="2026", title="Class of 2026")
    reply(cast.coach, packet_of(account))
    assert set(Packet.objects.values_list("state", flat=True)) == {"attested"}
    assert not Campaign.objects.filter(closed_at=None).exists()
