"""What an answer brings about: a login to be changed, a handoff, an account to be retired (E3.39, E3.45, E3.46)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import reassigning
from accounts.actions.campaigns import join_due
from accounts.actions.packet_settling import settle_due
from accounts.models import Account, AccountSeason, Attestation, Exposure, Season
from accounts.rules.due_accounts import due_accounts
from accounts.rules.standing import communications_staff
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from tests.accounts.campaigning import at, chores, open_campaign, packet_of, reply, sent
from tests.accounts.handing import change_login, deliver, holder, post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


@pytest.fixture
def packet(cast, account):
    open_campaign(cast)
    return packet_of(account)


def titles_of(user):
    return [task.title for task in tasks_of(user)]


def test_e3_39_a_captain_graduates_and_the_password_was_not_changed(cast, account, packet):
    answer = reply(cast.coach, packet, students="1", class_year="2026", password="not_yet", recovery_is_ours="no")
    assert answer.status_code == 302
    known = Exposure.objects.get(kind="declared")
    assert (known.head_count, known.class_year, known.declared_by) == (1, 2026, cast.coach)
    reason = account.rotations.get(closed_at=None).reasons.get()
    assert (reason.kind, reason.declaration) == ("leaver", known)
    assert set(sent("attested_open")) == set(communications_staff())
    packet.refresh_from_db()
    assert packet.state == "attested", "an honest answer is an answer; what it leaves open is work of its own"
    page = text(cast.coach, packet.get_absolute_url())
    assert "1 student of the class of 2026 knows it and leaves" in page
    assert not Entry.objects.filter(after__icontains="captain").exists()
    deliver()


@pytest.mark.parametrize("why", ["refused", "lost", "renamed"])
def test_e3_39_a_captain_refuses_has_lost_it_or_keeps_the_handle(cast, account, packet, why):
    page = text(cast.coach, packet.get_absolute_url())
    assert reverse("accounts:recovery-start", args=[account.uuid]) in page
    assert post(cast.coach, "recovery-start", account, why=why).status_code == 302
    assert "See to what is open first" in text(cast.coach, packet.get_absolute_url())
    assert reply(cast.coach, packet).status_code == 403
    packet.refresh_from_db()
    assert packet.state == "open", "it is asked until it is ours again, or is to be retired"
    gone = {"why": "The captain kept the handle for himself."}
    assert signed_in(cast.coach).post(at("retire", packet), gone).status_code == 302


def test_retire_is_an_answer_when_communications_agrees(cast, account, packet):
    for why in ("", "Taylor Reed, 12th grade, keeps it."):
        assert signed_in(cast.coach).post(at("retire", packet), {"why": why}).status_code == 422
    assert signed_in(cast.coach).post(at("retire", packet), {"why": "The team is gone."}).status_code == 302
    assert set(sent("retire_asked")) == set(communications_staff())
    assert "Decide whether @HarborNordic is retired" in titles_of(cast.communications)
    assert reply(cast.coach, packet).status_code == 409
    assert signed_in(cast.principal).post(at("retire-accept", packet)).status_code == 403
    no = signed_in(cast.communications).post(at("retire-decline", packet), {"why": "The booster club posts there."})
    assert (no.status_code, sent("retire_declined")) == (302, [cast.coach])
    assert "The booster club posts there." in text(cast.coach, packet.get_absolute_url())
    with clock.at(clock.now() + timedelta(hours=1)):
        assert signed_in(cast.coach).post(at("retire", packet), {"why": "They stopped."}).status_code == 302
    assert len(sent("retire_asked")) == 2 * len(communications_staff()), "asked again, told again"
    assert signed_in(cast.director).post(at("retire-accept", packet)).status_code == 302
    assert signed_in(cast.communications).post(at("retire-accept", packet)).status_code == 409
    packet.refresh_from_db()
    packet.campaign.refresh_from_db()
    assert (packet.state, packet.answered_by, packet.campaign.is_open) == ("retired", cast.director, False)
    end = account.closings.get()
    assert (end.state, end.kind, end.reference, end.words) == (
        "under_way", "close", packet.campaign.number, "They stopped.",
    )  # fmt: skip
    with clock.at(clock.now() + timedelta(hours=2)):
        deliver()


def test_a_next_custodian_is_asked_and_the_handoff_is_the_answer(cast, account, packet):
    assert reply(cast.coach, packet, next_custodian=cast.teacher.email).status_code == 302
    packet.refresh_from_db()
    handoff = account.handoffs.get()
    assert (packet.state, packet.handoff, handoff.taker) == ("handing_over", handoff, cast.teacher)
    assert Attestation.objects.get().next_custodian == cast.teacher
    assert reply(cast.principal, packet).status_code == 409
    assert post(cast.teacher, "custody-decline", account, why="No time.").status_code == 302
    packet.refresh_from_db()
    assert (packet.state, packet.handoff) == ("open", None), "it came to nothing: it is asked again"
    assert sent("campaign_asked") == [cast.coach, cast.coach]
    assert reply(cast.coach, packet, next_custodian=cast.teacher.email).status_code == 302
    post(cast.teacher, "custody-accept", account)
    change_login(account, cast.teacher, cast.communications)
    assert post(cast.communications, "handoff-verify", account.handoffs.first()).status_code == 302
    packet.refresh_from_db()
    packet.campaign.refresh_from_db()
    assert (packet.state, packet.campaign.is_open, holder(account).custodian) == ("handed_over", False, cast.teacher)
    deliver()


def test_the_backup_goes_where_they_do_not_stay(cast, account, packet):
    assert reply(cast.coach, packet, backup_stays="no").status_code == 302
    assert not account.backups.filter(ended_at=None).exists()
    assert "backup_stays" not in text(cast.coach, reverse("accounts:attest", args=[account.uuid]))


def test_e3_46_a_vacant_position_is_answered_by_who_stands_in(cast, account, packet):
    reassigning.reassign(account, because="vacant", by=cast.communications)
    assert holder(account).interim
    assert "Say how @HarborNordic stands" in titles_of(cast.principal)
    chores()
    chores()
    packet.refresh_from_db()
    assert (packet.custodian, sent("campaign_asked")) == (cast.principal, [cast.coach, cast.principal])
    assert reply(cast.coach, packet).status_code == 404
    assert reply(cast.principal, packet, next_custodian=cast.teacher.email).status_code == 302
    packet.refresh_from_db()
    assert packet.state == "attested", "nobody hands it over: the custody is offered, and the word stands"
    assert account.custodies.get(state="offered").custodian == cast.teacher


def test_e3_45_accounts_of_an_older_list_are_counted_until_each_is_official(cast):
    old = make_account(cast, "setting_up", handle="HarborChoir")
    post(cast.principal, "custody-take-back", old, why="By the list it is somebody else.")
    listed = post(cast.principal, "custody-offer", old, custodian=cast.teacher.email, unverified="on")
    assert (listed.status_code, holder(old).unverified) == (302, True)
    campaign = open_campaign(cast, kind="adoption", title="Our older list")
    packet = packet_of(old)
    assert (packet.custodian, "0%" in text(cast.principal, campaign.get_absolute_url())) == (cast.teacher, True)
    assert "official now" in text(cast.principal, campaign.get_absolute_url())
    assert reply(cast.teacher, packet).status_code == 403
    assert "It is not official yet" in text(cast.teacher, packet.get_absolute_url())
    assert not any(title.startswith("Say how") for title in titles_of(cast.teacher)), "accepting it is the task"
    another = make_account(cast, "setting_up", handle="HarborBand")
    post(cast.principal, "custody-take-back", another, why="By the list it is somebody else.")
    post(cast.principal, "custody-offer", another, custodian=cast.teacher.email, unverified="on")
    assert (join_due(by=None), join_due(by=None)) == (1, 0)
    assert "0 of 2 accounts" in text(cast.principal, campaign.get_absolute_url())
    post(cast.teacher, "custody-accept", old)
    Account.objects.filter(pk=old.pk).update(state="active", activated_at=clock.now(), activated_by=cast.director)
    assert settle_due(by=None) == 1
    assert "50%" in text(cast.principal, campaign.get_absolute_url())
    packet.refresh_from_db()
    assert packet.state == "taken_on"


def test_a_season_asks_those_that_belong_to_it_and_lets_in_who_joins_later(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    today = clock.today()
    winter = Season.objects.create(
        code="winter", school_year=2026, starts_on=today, ends_on=today.replace(year=2026), added_by=cast.director
    )
    year = Season.objects.create(
        code="all_year", school_year=2026, starts_on=today, ends_on=today.replace(year=2026), added_by=cast.director
    )
    AccountSeason.objects.create(account=account, code="winter", set_by=cast.coach)
    scope = {"kind": "season", "unit": cast.units.high, "due_on": today}
    assert list(due_accounts(**scope, season=winter)) == [account]
    assert list(due_accounts(**scope, season=year)) == [other], "without a season: all year"
    campaign = open_campaign(cast, season=str(winter.pk))
    assert [row.account for row in campaign.packets.all()] == [account]
    with clock.at(clock.now().replace(hour=20)):
        AccountSeason.objects.create(account=other, code="winter", set_by=cast.coach)
        began = other.activated_at
        Account.objects.filter(pk=other.pk).update(activated_at=clock.now())
        assert join_due(by=None) == 0, "what became active since was seen just then"
        Account.objects.filter(pk=other.pk).update(activated_at=began)
        chores()
        chores()
    assert campaign.packets.count() == 2
    graduating = list(due_accounts(kind="graduation", unit=cast.units.high, due_on=today, class_year=2026))
    assert graduating == [other, account]


def test_the_page_is_a_few_taps_of_which_none_is_made_beforehand(cast, account, packet):
    form = text(cast.coach, packet.get_absolute_url())
    assert form.count('type="radio"') == 13
    assert 'value="no" checked' not in form, "nothing is answered beforehand"
