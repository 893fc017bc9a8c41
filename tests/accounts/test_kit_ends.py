"""How a break-glass kit comes to nothing, who hears of it, and who is asked what became of one that was made."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.actions import credentials
from accounts.models import Exposure, KitHalf, SecretField, SecretVersion
from accounts.rules.knowing import knowledge
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions as people
from tests.accounts.kits import agreed, asked, made, ready
from tests.accounts.test_kit import at, words_in
from tests.accounts.test_reveal import VALUES
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
HOLD_THE_VAULT = ("director", "communications", "second_communications", "newcomer", "superintendent")


@pytest.fixture
def account(cast):
    account = make_account(cast, "accepted")
    credentials.deposit(account, values={**VALUES, SecretField.NOTES: VALUES[SecretField.LOGIN]}, by=cast.coach)
    return account


def told(template):
    return set(Letter.objects.filter(template=f"accounts/{template}").values_list("to__name", flat=True))


def names(cast, *parts):
    return {getattr(cast, part).name for part in parts}


def sent():
    call_command("deliver_mail")
    assert not Letter.objects.exclude(state__in=("sent", "dropped")).exists()
    return mail.outbox


def test_a_cancelled_kit_is_told_to_who_counted_on_it(cast):
    waits, both = asked(cast.communications), agreed(cast.communications, cast.designee)
    assert signed_in(cast.director).post(at("kit-cancel", waits)).status_code == 302
    assert told("kit_cancelled") == names(cast, *HOLD_THE_VAULT, "designee") - {cast.director.name}
    assert signed_in(cast.designee).post(at("kit-cancel", both)).status_code == 302
    letters = [one for one in sent() if one.subject == f"{cast.designee.name} cancelled the break-glass kit {both}"]
    assert {one.to[0] for one in letters} == {getattr(cast, part).email for part in HOLD_THE_VAULT}
    bodies = [" ".join(one.body.split()) for one in letters]
    assert all("The yearly kit for the safe" in body and both.get_absolute_url() in body for body in bodies)


def test_a_half_that_did_not_open_was_not_seen_and_can_be_tried_again(cast):
    kit = agreed(cast.director, cast.designee)
    sealed = KitHalf.objects.get(kit=kit, slot=1).blob
    KitHalf.objects.filter(kit=kit, slot=1).update(blob=b"RVbroken")
    director = signed_in(cast.director)
    answer = director.post(at("kit-half", kit))
    assert (answer.status_code, words_in(answer)) == (500, "")
    assert not KitHalf.objects.filter(seen_at__isnull=False).exists()
    assert audit.entries_about(kit).get(action="kit.half_failed").outcome == "error"
    assert told("kit_half_failed") == names(cast, *HOLD_THE_VAULT, "designee") - {cast.director.name}
    KitHalf.objects.filter(kit=kit, slot=1).update(blob=sealed)
    assert at("kit-half", kit) in director.get(kit.get_absolute_url()).content.decode()
    assert len(words_in(director.post(at("kit-half", kit))).split()) == 4
    assert "did not open" in "".join(one.body for one in sent())


def test_a_half_counts_as_seen_neither_without_a_fresh_factor_nor_after_its_time(cast, moment):
    kit = agreed(cast.director, cast.designee)
    stale = signed_in(cast.director, at=moment - timedelta(minutes=5, seconds=1))
    assert stale.post(at("kit-half", kit)).status_code == 302
    with clock.at(moment + timedelta(minutes=16)):
        assert signed_in(cast.director).post(at("kit-half", kit)).status_code == 409
    assert not KitHalf.objects.filter(seen_at__isnull=False).exists()
    assert not audit.entries_about(kit).filter(action="kit.half_shown").exists()
    assert len(words_in(signed_in(cast.director).post(at("kit-half", kit))).split()) == 4


@pytest.mark.parametrize("broken", ["secrets", "half", "file"])
def test_a_kit_that_cannot_be_made_is_over_and_told_and_makes_nobody_a_knower(cast, account, monkeypatch, broken):
    kit = ready(cast.director, cast.designee)[0]
    client = signed_in(cast.director)
    if broken == "file":
        monkeypatch.setattr("accounts.kdbx.write", _out_of_memory)
        client.raise_request_exception = False
    else:
        (SecretVersion if broken == "secrets" else KitHalf).objects.update(blob=b"RVbroken")
    before = set(knowledge().values_list("pk", flat=True))
    answer = client.post(at("kit-download", kit))
    assert (answer.status_code, "Content-Disposition" in answer) == (500, False)
    assert Exposure.objects.filter(kit=kit).exists()
    assert set(knowledge().values_list("pk", flat=True)) == before
    assert told("kit_failed") == names(cast, *HOLD_THE_VAULT, "designee") - {cast.director.name}
    subjects = {one.subject for one in sent() if kit.number in one.subject}
    assert f"The break-glass kit {kit} could not be made" in subjects
    assert f"Every login was opened for the break-glass kit {kit}" not in subjects
    page = client.get(kit.get_absolute_url()).content.decode()
    assert ("Could not be made" in page, at("kit-destroyed", kit) in page) == (True, False)
    assert client.post(at("kit-download", kit)).status_code == 409


def _out_of_memory(*_args, **_more):
    raise MemoryError


@pytest.mark.parametrize("director_left", [False, True])
def test_once_both_makers_left_whoever_holds_the_vault_is_asked(cast, account, moment, director_left):
    kit = made(cast.communications, cast.designee)[0].kit
    others = ("second_communications", "newcomer") if director_left else ("director",)
    people.deactivate(cast.communications, by=cast.sysadmin)
    if director_left:
        cast.director.appointments.update(
            ends_on=clock.today() - timedelta(days=1), starts_on=clock.today() - timedelta(days=2)
        )
    with clock.at(moment + timedelta(days=90)):
        call_command("daily")
        assert told("kit_reminder") == names(cast, "designee")
        people.deactivate(cast.designee, by=cast.sysadmin)
        call_command("daily")
        call_command("daily")
        assert told("kit_reminder") == names(cast, "designee", *others)
        first, first_email = signed_in(getattr(cast, others[0])), getattr(cast, others[0]).email
        assert f"Destroy the break-glass kit {kit}" in first.get("/").content.decode()
        assert f"Destroy the break-glass kit {kit}" not in signed_in(cast.superintendent).get("/").content.decode()
        letter = f"What became of the break-glass kit {kit}?"
        bodies = [one.body for one in sent() if one.to[0] == first_email and one.subject == letter]
        assert ["Both have left, so you are asked now" in body for body in bodies] == [True]
        assert first.post(at("kit-destroyed", kit), {"how": "Shredded", "sure": "on"}).status_code == 302
        assert reverse("accounts:kit-destroyed", args=[kit.uuid]) not in first.get("/").content.decode()
