"""Links for handing in, attacked: by whoever may not have them, from one network, with what no form sends."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.actions import credentials, drop_ends
from accounts.models import Account, Drop, DropState, SecretField
from registry import clock, pace
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment
from registry.vault import Secret
from tests.accounts.links import COACH, answer, make, use
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
ALL = ["login", "password", "recovery_email", "recovery_phone", "seed", "backup_code"]


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up", handle="HarborNordic")


@pytest.fixture(autouse=True)
def _rested():
    """Nobody has knocked yet."""
    cache.clear()


def test_who_operates_the_system_puts_nothing_into_the_vault_by_a_link(cast, account):
    """Whatever else they are: who may make a link can use it, and confirm what they left."""
    use(make(account, cast.coach, **COACH))
    Appointment.objects.create(
        person=cast.sysadmin, office="communications_staff", starts_on=clock.today(), appointed_by=cast.director
    )
    client, page = signed_in(cast.sysadmin), reverse("accounts:drops", args=[account.uuid])
    assert client.get(reverse("accounts:drop-make", args=[account.uuid])).status_code == 403
    assert answer(Drop.objects.get(), "confirm", cast.sysadmin).status_code == 403
    shown = client.get(page).content.decode()
    assert (reverse("accounts:drop-make", args=[account.uuid]) in shown, "/confirm/" in shown) == (False, False)
    assert not account.secrets.exists()


def test_a_link_goes_with_whoever_made_it(cast, account):
    """A coach who left, and a principal whose office ended, have no way in by a link they kept."""
    kept, of_office = make(account, cast.coach, **COACH), make(account, cast.principal, **COACH)
    assert [Client().get(path).status_code for path in (kept, of_office)] == [200, 200]
    people.deactivate(cast.coach, by=cast.sysadmin)
    Appointment.objects.filter(person=cast.principal).update(ended_at=clock.now(), ended_by=cast.superintendent)
    account.custodies.filter(custodian=cast.principal).update(custodian=cast.director)
    gone = Client().get("/drop/" + "x" * 43).content
    for path in (kept, of_office):
        assert {Client().get(path).content, use(path).content} == {gone}
    page = signed_in(cast.communications).get(reverse("accounts:drops", args=[account.uuid])).content.decode()
    assert (page.count("Does not work any more"), "Good until" in page) == (2, False)
    assert drop_ends.lapse_due(by=None) == 2
    assert set(Drop.objects.values_list("state", flat=True)) == {DropState.LAPSED}


def test_who_guesses_keeps_nobody_out_who_has_a_link(cast, account):
    path = make(account, cast.coach, **COACH)
    guessed = [Client().get(f"/drop/{number:043d}").status_code for number in range(61)]
    assert guessed == [404] * 60 + [429]
    assert (Client().get(path).status_code, use(path).status_code) == (200, 200)
    assert pace.client("::ffff:192.0.2.1") == "192.0.2.1"
    assert pace.client("2001:db8::1") == pace.client("2001:db8::2") != pace.client("2001:db8:1::1")


def test_no_answer_to_an_address_that_is_a_key_passes_it_on(cast, account):
    """Answers that no view of ours makes, too: the link is still good after them."""
    path, form = make(account, cast.coach, **COACH), "application/x-www-form-urlencoded"
    answers = [
        Client().post(path, {"password": "x" * 3_000_000}),
        Client().post(path, "password=x", content_type=f"{form}; charset=utf-7"),
        Client().put(path),
        Client().get(f"{path}/"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 405, 404]
    for response in answers:
        assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "no-store")
        assert (response["X-Robots-Tag"], bool(response.cookies)) == ("noindex, nofollow", False)
    assert Client().get("/healthz").headers.get("X-Robots-Tag") is None
    assert Drop.objects.get().state == "open"


def test_what_no_form_sends_is_neither_kept_nor_given_back(cast, account):
    path, form = make(account, cast.coach, bearer="parent", fields_=ALL), "application/x-www-form-urlencoded"
    wrong = dict.fromkeys(("seed", "recovery_email", "recovery_phone"), "Zebra!")
    for data, kind in (
        ("password=%ED%A0%80abc", {"content_type": form}),
        ('{"password": "Zebra"}', {"content_type": "application/json"}),
        ({"password": SimpleUploadedFile("zebra.txt", b"Zebra")}, {}),
        ({"login": "Zebra", "password": "Zebra", "backup_codes": "Zebra\n" * 60} | wrong, {}),
    ):
        response = Client().post(path, data, **kind)
        assert (response.status_code, "Zebra" in response.content.decode()) == (422, False)
    assert Drop.objects.get().state == "open"


def test_a_parents_mailbox_and_phone_are_said_to_be_theirs_and_give_way_to_the_districts(cast, account):
    theirs = {"login": "harborski", "recovery_email": "team@home.example", "recovery_phone": "952-555-0147"}
    use(make(account, cast.coach, bearer="parent", fields_=ALL), **theirs)
    assert answer(Drop.objects.get(), "confirm", cast.coach).status_code == 302
    rows = {row.field: (row.holder, row.replace_by is not None) for row in account.secrets.all()}
    personal = ("student_or_parent", True)
    assert rows == {"login": ("", False), "recovery_email": personal, "recovery_phone": personal}
    ours, office = SecretField.RECOVERY_PHONE, Secret("952-555-0199")
    credentials.deposit(account, values={ours: office}, holders={ours: "district"}, by=cast.coach)
    use(make(account, cast.coach, bearer="parent", fields_=ALL), recovery_phone="(952) 555-0199")
    assert answer(Drop.objects.first(), "confirm", cast.coach).status_code == 302
    assert account.secrets.get(field=ours, is_current=True).holder == "district", "of what is stored it was said whose"


def test_what_was_left_for_an_account_that_is_retired_is_destroyed_since_nobody_can_answer(cast, account):
    use(make(account, cast.coach, **COACH))
    Account.objects.filter(pk=account.pk).update(state="retired", retired_at=clock.now())
    drop = Drop.objects.get()
    assert answer(drop, "discard", cast.communications, why="It is closed.").status_code == 409
    assert drop_ends.lapse_due(by=None) == 1
    drop.refresh_from_db()
    assert (drop.state, bytes(drop.blob), drop.kid) == (DropState.LAPSED, b"", "")
    assert not Letter.objects.filter(template="accounts/drop_lapsed").exists(), "no 14 days have passed"
