"""What is no longer in use leaves the vault with nothing in its place; nothing hangs on a leaver's address for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import credentials
from accounts.models import Account, SecretField, SecretState
from accounts.rules import ways_in
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.vault import Secret
from tests.cast import DOMAIN, signed_in
from tests.makers import make_account, proof_of, reveal

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def out(account, field):
    return reverse("accounts:take-out", args=[account.uuid, field])


def put(account, by, field, value, **more):
    credentials.deposit(account, values={field: Secret(value)}, by=by, **more)


def work(account, field):
    return account.rotations.filter(field=field, closed_at=None).first()


def test_a_seed_is_taken_out_with_a_reason_and_destroyed_in_time(cast, account):
    put(account, cast.coach, SecretField.SEED, SEED)
    coach, home = signed_in(cast.coach), account.get_absolute_url()
    assert out(account, "seed") in coach.get(home).content.decode()
    assert signed_in(cast.stranger).post(out(account, "seed"), {"why": "x"}).status_code == 403
    assert coach.post(out(account, "seed"), {"why": " "}).status_code == 422
    assert coach.post(out(account, "password"), {"why": "Off."}).status_code == 403
    leaks = coach.post(out(account, "seed"), {"why": f"It was {SEED}"})
    assert (leaks.status_code, SEED in leaks.content.decode()) == (422, False)
    assert coach.post(out(account, "seed"), {"why": "The app was turned off."}).status_code == 302
    row = account.secrets.get(field="seed")
    assert (row.state, row.is_current, row.out_of_use_by) == (SecretState.SUPERSEDED, False, cast.coach)
    assert Entry.objects.get(action="secret.taken_out").reason_text == "The app was turned off."
    letter = Letter.objects.get(template="accounts/taken_out", to=cast.director)
    assert "The app was turned off." in write(letter).text
    assert coach.post(out(account, "seed"), {"why": "Again."}).status_code == 409
    page = coach.get(reverse("accounts:history", args=[account.uuid])).content.decode()
    assert "No longer in use, says" in page
    assert out(account, "seed") not in coach.get(home).content.decode()
    with clock.at(clock.now() + timedelta(days=29)):
        credentials.destroy_due()
    row.refresh_from_db()
    assert row.state == SecretState.SUPERSEDED
    with clock.at(clock.now() + timedelta(days=31)):
        credentials.destroy_due()
    row.refresh_from_db()
    assert (row.state, bytes(row.blob)) == (SecretState.DESTROYED, b"")


def test_work_map_and_set_up_follow_what_is_taken_out(cast, account):
    whose = {field: credentials.Whose("employee", cast.teacher) for field in ("recovery_phone", "second_factor")}
    put(account, cast.coach, SecretField.RECOVERY_PHONE, "952-555-0147", holders=whose)
    put(account, cast.coach, SecretField.SECOND_FACTOR, "Her phone", holders=whose, factor_kind="authenticator")
    people.deactivate(cast.teacher, by=cast.sysadmin)
    phone, factor = work(account, "recovery_phone"), work(account, "second_factor")
    page = signed_in(cast.director).get(phone.get_absolute_url()).content.decode()
    assert "Change it on the platform" in page
    assert "Have it verified" not in page
    assert "a phone that is signed in stays in" not in page
    assert ways_in.map_of(account).depth == 0
    for field in ("recovery_phone", "second_factor"):
        signed_in(cast.director).post(out(account, field), {"why": "Removed on the platform."})
    for row in (phone, factor):
        row.refresh_from_db()
        assert row.dropped_why == "It is no longer in use."
        assert Letter.objects.get(template="accounts/rotation_dropped", key__endswith=str(row.uuid)).to == row.owner
    assert ways_in.map_of(account).depth == 6
    setting_up = make_account(cast, "ready")
    put(setting_up, cast.coach, SecretField.SEED, SEED)
    signed_in(cast.coach).post(out(setting_up, "seed"), {"why": "No code is asked for."})
    assert list(setting_up.setup_tasks.filter(done_at=None).values_list("code", flat=True)) == ["second_factor"]


def leaves_with_address(cast, account, login):
    """The teacher's own address is the sign-up address; one signs in with `login`. Then the teacher leaves."""
    Account.objects.filter(pk=account.pk).update(email=cast.teacher.email)
    put(account, cast.coach, SecretField.LOGIN, login)
    reveal(account, cast.director)
    credentials.verify(account, by=cast.director, proof=proof_of(cast.director))
    people.deactivate(cast.teacher, by=cast.sysadmin)
    return work(account, "login")


def test_a_user_name_need_not_change_once_the_address_is_another(cast, account):
    rotation = leaves_with_address(cast, account, "harbornordic")
    coach, address = signed_in(cast.coach), reverse("accounts:sign-up", args=[account.uuid])
    assert address in coach.get(rotation.get_absolute_url()).content.decode()
    said = {"address": f"athletics@{DOMAIN}", "signs_in": "name", "done": "on"}
    for wrong in ({"address": "me@gmail.com"}, {"address": cast.teacher.email}, {"done": ""}, {"signs_in": ""}):
        assert coach.post(address, said | wrong).status_code == 422
    assert signed_in(cast.stranger).post(address, said).status_code == 403
    assert "Sign-up address changed" in coach.post(address, said, follow=True).content.decode()
    rotation.refresh_from_db()
    assert (rotation.closed_by, rotation.closed_version.field) == (cast.coach, "login")
    assert Account.objects.get(pk=account.pk).email == f"athletics@{DOMAIN}"
    entry = Entry.objects.get(action="account.sign_up_changed")
    assert DOMAIN not in f"{entry.before} {entry.after} {entry.reason_text}"
    letters = {letter.to: letter for letter in Letter.objects.filter(template="accounts/sign_up_changed")}
    assert set(letters) == {cast.director, cast.communications, cast.second_communications, cast.newcomer}
    text = write(letters[cast.director]).text
    assert (f"{cast.coach.name} says that the platform" in text, "athletics@" in text) == (True, False)
    assert "no longer works here" not in coach.get(reverse("accounts:ways-in", args=[account.uuid])).content.decode()


def test_an_address_one_signs_in_with_is_replaced_deposited_and_verified(cast, account):
    rotation = leaves_with_address(cast, account, cast.teacher.email)
    address, new = reverse("accounts:sign-up", args=[account.uuid]), f"athletics@{DOMAIN}"
    coach, said = signed_in(cast.coach), {"address": new, "signs_in": "name", "done": "on"}
    answer = coach.post(address, said)
    assert (answer.status_code, "is the old address" in answer.content.decode()) == (422, True)
    put(account, cast.coach, SecretField.LOGIN, cast.teacher.email.capitalize())
    assert coach.post(address, said).status_code == 422, "the same mailbox, written in another way"
    with clock.at(clock.now() + timedelta(minutes=5)):
        put(account, cast.coach, SecretField.LOGIN, new)
        page = signed_in(cast.director).get(rotation.get_absolute_url()).content.decode()
        assert f"The sign-up address is still {cast.teacher.name}’s" in page
        coach.post(address, said | {"signs_in": "address"})
        assert work(account, "login") is not None
        reveal(account, cast.communications)
        credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    assert work(account, "login") is None
