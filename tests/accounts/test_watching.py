"""Openings are watched: two people hear of too many, the custodian of each, and a login that fails is work (B7, E2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import credentials
from accounts.models import Reveal, SecretField
from accounts.rules.limits import FIELDS_IN_A_WHILE
from accounts.rules.watching import outsiders
from accounts.waiting import tasks_for
from approvals.models import Comment, Request
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people.models import Appointment, Office
from registry.people.proof import Proof
from registry.people.refusal import Refused
from registry.vault import Secret
from tests import cast as the_cast
from tests.accounts.test_reveal import PASSWORD, REASON, VALUES, open_it, page, values_in
from tests.cast import signed_in
from tests.makers import make_account, make_request, proof_of, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    made = make_account(cast, "accepted")
    credentials.deposit(made, values=VALUES, by=cast.coach)
    return made


def told(template):
    return sorted(Letter.objects.filter(template=template).values_list("to__name", flat=True))


def test_two_people_outside_the_actors_chain_hear_of_too_many_once_a_day(cast, account, moment):
    with clock.at(moment + timedelta(hours=1)):
        others = [make_account(cast, "deposited") for _ in range(5)]
        for each in others:
            reveal(each, cast.communications)
        for _ in range(2):
            with pytest.raises(Refused, match="5 accounts in 10 minutes"):
                reveal(account, cast.communications)
    assert told("accounts/too_many") == sorted([cast.superintendent.name, cast.director.name])
    letter = Letter.objects.filter(template="accounts/too_many").first()
    assert letter.ids["by"] == str(cast.communications.pk)


def test_nobody_hears_of_it_whom_the_actor_appointed_or_stands_in_for(cast):
    assert outsiders(cast.communications) == [cast.superintendent, cast.director]
    assert outsiders(cast.director) == [cast.superintendent, cast.alternate]
    assert cast.superintendent not in outsiders(cast.designee)
    assert cast.designee not in outsiders(cast.superintendent)
    Appointment.objects.filter(office=Office.SUPERINTENDENT).update(ended_at=clock.now() - timedelta(days=2))
    assert outsiders(cast.communications) == [cast.director, cast.alternate]


def test_after_five_single_fields_the_second_factor_must_be_younger(cast, account, moment):
    for _ in range(FIELDS_IN_A_WHILE):
        reveal(account, cast.communications, field="recovery_phone")
    client = signed_in(cast.communications)
    with clock.at(moment + timedelta(minutes=3)):
        assert client.get(page(account)).status_code == 302
        with pytest.raises(Refused, match="Confirm it is you"):
            reveal(account, cast.communications, proof=Proof(cast.communications, moment))
        assert the_cast.sign_in(client, cast.communications).get(page(account)).status_code == 200
        assert signed_in(cast.director).get(page(account)).status_code == 200
    with clock.at(moment + timedelta(minutes=11)):
        reveal(account, cast.communications, proof=Proof(cast.communications, moment + timedelta(minutes=7)))


def test_the_first_opening_and_one_at_night_are_marked_in_the_trail(cast, account, moment):
    entries = audit.entries_about(account).filter(action="secret.revealed").order_by("seq")
    reveal(account, cast.backup)
    assert entries.last().after["unusual"] == ["first_time"]
    reveal(account, cast.backup)
    assert "unusual" not in entries.last().after
    with clock.at(moment + timedelta(hours=12)):
        reveal(account, cast.backup, proof=proof_of(cast.backup))
    assert entries.last().after["unusual"] == ["out_of_hours"]


def test_the_custodian_reads_in_the_app_who_opened_the_login(cast, account, moment):
    open_it(signed_in(cast.communications), page(account))
    reveal(account, cast.coach)
    text = signed_in(cast.coach).get("/").content.decode()
    assert "Your logins were opened" in text
    assert f'href="{page(account, "history")}"' in text
    section = text.split('id="opened"')[1].split("</section>")[0]
    assert (cast.communications.name in section, cast.coach.name in section) == (True, False)
    assert "November check" not in section
    with clock.at(moment + timedelta(days=8)):
        assert "Your logins were opened" not in signed_in(cast.coach).get("/").content.decode()


def test_e2_28_a_login_that_does_not_work_any_more_becomes_work(cast, moment):
    account = make_account(cast, "active")
    client = signed_in(cast.coach)
    open_it(client, page(account))
    act = Reveal.objects.latest("pk")
    answer = client.post(page(account, "reveal-worked", act.uuid), {"worked": "no"}, follow=True)
    assert "it did not work" in answer.content.decode()
    title = f"Find out why the login of {account.name} did not work"
    for person in (cast.coach, cast.director):
        assert title in [task.title for task in tasks_for(person)]
    assert cast.communications.name in told("accounts/did_not_work")
    assert cast.coach.name not in told("accounts/did_not_work")
    with clock.at(moment + timedelta(minutes=1)):
        credentials.deposit(account, values={SecretField.PASSWORD: Secret("Herons-leave-41-ponds")}, by=cast.coach)
        assert title not in [task.title for task in tasks_for(cast.director)]


def test_e2_31_a_secret_is_in_one_answer_only_which_no_store_keeps_and_no_page_shows_again(cast, account):
    client = signed_in(cast.communications)
    shown = open_it(client, page(account))
    text = shown.content.decode()
    assert PASSWORD in values_in(shown)
    assert shown["Cache-Control"] == "no-store"
    assert all(mark in text for mark in ("data-reveal=", "data-hide=", "data-secret", "clipboard history may keep it"))
    assert f'value="{PASSWORD}"' not in text
    for name in ("account", "history", "reveal"):
        again = client.get(page(account, name))
        assert (PASSWORD in again.content.decode(), again["Cache-Control"]) == (False, "no-store")
    assert PASSWORD not in str(dict(client.session))
    out = client.post(reverse("account_logout"))
    assert out["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get(reverse("account_login"))


def test_e2_30_what_reads_like_a_secret_is_turned_away_from_kept_texts(cast, account):
    for words in (
        "otpauth://totp/x?secret=ABCDEFGHIJKLMNOPQRST", "the password is Rabbit2031", "Passwort, Password: “Glide-8Il4x”",
        "key JBSW Y3DP EHPK 3PXP", "key JBSWY3DPEHPK3PXPJBSWY3DP", "backup codes = 8841a2204",
    ):  # fmt: skip
        with pytest.raises(Refused, match="password or code"):
            reveal(account, cast.backup, **{**REASON, "reason": words})
    for words in (
        "The password is wrong since Monday, and codes do not come.", "The password was changed in 2025.",
        "HARBOR HIGH SCHOOL ATHLETICS, SEE R-0412", "CALL THE OFFICE AT EXTENSION 2204",
    ):  # fmt: skip
        reveal(account, cast.backup, **{**REASON, "reason": words})
    request = Request.objects.get(items__account=account)
    answer = signed_in(cast.coach).post(f"/requests/{request.reference}/comment/", {"text": "pw: Rabbit2031"})
    assert (answer.status_code, "Rabbit2031" in answer.content.decode(), Comment.objects.count()) == (403, False, 0)


def test_e2_30_a_request_that_says_a_password_is_not_sent(cast):
    request = make_request(cast, "draft", purpose="Results. The password is Rabbit2031 for now.")
    answer = signed_in(cast.requester).post(f"/requests/{request.reference}/check/", follow=True)
    assert "looks like a password or code" in answer.content.decode()
    request.refresh_from_db()
    assert request.status == "draft"
