"""A word is given on what is still used; what is not is to be retired; and when it was last active may be said beside."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Attestation, EyesOnCheck
from registry import clock
from tests.accounts.campaigning import ALL_WELL, at, open_campaign, packet_of, reply
from tests.accounts.handing import post, text
from tests.accounts.looking import boxes
from tests.makers import make_account
from tests.matrix_ending import PLAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_whoever_says_that_nobody_uses_it_goes_on_to_ask_that_it_be_retired(cast, account):
    open_campaign(cast)
    packet = packet_of(account)
    answer = reply(cast.coach, packet, still_used="no", password="", recovery_is_ours="")
    assert (answer.status_code, answer["Location"]) == (302, at("retire", packet))
    assert not Attestation.objects.exists()
    assert packet_of(account).state == "open"


@pytest.mark.parametrize(("part", "where"), [("coach", "closing-ask"), ("director", "closing-begin")])
def test_the_same_without_a_campaign(cast, account, part, where):
    answer = post(getattr(cast, part), "attest", account, still_used="no")
    assert (answer.status_code, answer["Location"]) == (302, reverse(f"accounts:{where}", args=[account.uuid]))


def test_where_its_end_is_asked_for_already_the_answer_says_so_in_place(cast, account):
    post(cast.coach, "closing-ask", account, **PLAN)
    answer = post(cast.coach, "attest", account, **{**ALL_WELL, "still_used": "no"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["still_used"])
    assert not Attestation.objects.exists()


def test_whether_it_is_used_is_asked_and_the_word_says_it(cast, account):
    answer = post(cast.coach, "attest", account, **{**ALL_WELL, "still_used": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["still_used"])
    open_campaign(cast)
    reply(cast.coach, packet_of(account))
    assert "It is still used" in text(cast.coach, packet_of(account).get_absolute_url())


def test_the_day_of_the_last_post_is_kept_as_a_look_at_the_account(cast, account):
    seen = clock.today() - timedelta(days=4)
    later = boxes("last_active_on", clock.today() + timedelta(days=1))
    assert list(post(cast.coach, "attest", account, **ALL_WELL, **later).context["form"].errors) == ["last_active_on"]
    assert post(cast.coach, "attest", account, **ALL_WELL, **boxes("last_active_on", seen)).status_code == 302
    look = EyesOnCheck.objects.get()
    assert (look.last_active_on, look.checked_on, look.seen, look.by) == (seen, clock.today(), "active", cast.coach)
