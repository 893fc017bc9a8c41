"""Edges of campaigns: a new policy midway, a page of roles, a custodian who leaves, one who names themselves."""

import pytest

from accounts.models import Attestation
from registry.people import actions as people
from registry.policy import actions as policies
from tests.accounts.campaigning import chores, open_campaign, packet_of, reply, sent
from tests.accounts.handing import holder, text
from tests.makers import make_account, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_e5_69_a_new_policy_midway_is_confirmed_before_anybody_answers(cast, account):
    open_campaign(cast)
    packet = packet_of(account)
    version = policies.publish(title="Social media policy", body="Ask first, always.", guidelines="", by=cast.director)
    page = text(cast.coach, packet.get_absolute_url())
    assert "Read and confirm the social media policy first" in page
    assert 'name="guidelines_kept"' not in page
    assert reply(cast.coach, packet).status_code == 403
    policies.acknowledge(version, by=cast.coach)
    assert reply(cast.coach, packet).status_code == 302


def test_where_people_hold_roles_no_password_is_asked_about(cast):
    page = make_page(cast)
    open_campaign(cast)
    packet = packet_of(page)
    form = text(cast.coach, packet.get_absolute_url())
    assert 'name="password"' not in form
    assert 'name="students"' not in form
    assert reply(cast.coach, packet).status_code == 302
    said = Attestation.objects.get()
    assert (said.password, said.devices_out, page.rotations.count()) == ("", None, 0)


def test_a_custodian_who_leaves_leaves_the_question_to_who_stands_in(cast, account):
    open_campaign(cast)
    people.deactivate(cast.coach, by=cast.sysadmin)
    assert holder(account).custodian == cast.principal
    chores()
    chores()
    assert packet_of(account).custodian == cast.principal
    assert sorted(one.name for one in sent("campaign_asked")) == sorted([cast.coach.name, cast.principal.name])


def test_who_cannot_take_it_over_is_said_above_and_nothing_is_kept(cast, account):
    open_campaign(cast)
    packet = packet_of(account)
    answer = reply(cast.coach, packet, next_custodian=cast.coach.email)
    assert (answer.status_code, "looks after it already" in answer.content.decode()) == (422, True)
    assert not Attestation.objects.exists()
    assert packet_of(account).state == "open"


def test_a_word_that_is_a_year_old_holds_no_longer(cast, account):
    open_campaign(cast)
    reply(cast.coach, packet_of(account))
    said = Attestation.objects.get()
    Attestation.objects.filter(pk=said.pk).update(valid_until=said.at.date())
    assert "It holds until" in text(cast.coach, account.get_absolute_url())
    Attestation.objects.filter(pk=said.pk).update(valid_until=said.at.date().replace(year=2024))
    assert "held until" in text(cast.coach, account.get_absolute_url())
