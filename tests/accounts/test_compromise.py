"""A key of any purpose that became known: what `vault compromise` does about it (docs/operations-keys.md)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command

from accounts.actions import credentials
from accounts.models import Rotation, SecretField
from registry import clock
from registry.audit.models import Entry
from registry.models import KeyCheck
from registry.outbox.models import Letter
from registry.vault import Secret
from tests.accounts.vault import beat_again, primary, rotate, said, vault
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def is_marked(kid):
    return KeyCheck.objects.filter(kid=kid, compromised_at__isnull=False).exists()


def test_people_set_their_second_factor_up_again_once_another_key_seals(cast, keyfile, moment):
    old = primary("mfa")
    Authenticator.objects.update(created_at=moment)
    status, told = vault("compromise", "--key", old, "--dry-run")
    names = [one["name"] for one in told["people"]]
    assert (status, is_marked(old), cast.director.name in names[:6], cast.newcomer.name in names) == (
        0,
        False,
        True,
        False,
    )
    assert names.index(cast.teacher.name) > names.index(cast.principal.name), "who opens logins or decides first"
    assert vault("compromise", "--key", old)[0] == 1
    assert is_marked(old)
    assert "once another key seals" in said("compromise", "--key", old)
    assert not Letter.objects.filter(template="people/factor_known").exists(), "a seed made now would be known as well"
    rotate("mfa")
    assert vault("rewrap")[0] == 0
    with clock.at(moment + timedelta(minutes=10)):
        mine = Authenticator.objects.filter(user=cast.coach)
        mine.update(created_at=clock.now())
        beat_again()
        status, told = vault("compromise", "--key", old)
        again = [one["name"] for one in told["people"]]
        assert (status, set(names) - set(again)) == (0, {cast.coach.name})
        assert vault("compromise", "--key", old)[0] == 0
        call_command("deliver_mail")
    letters = [one for one in mail.outbox if one.subject == "Set up your second factor again"]
    assert sorted(one.to[0] for one in letters) == sorted(one["email"] for one in told["people"])
    assert all("/sign-in/2fa/" in one.body for one in letters)
    assert signed_in(cast.director).get("/sign-in/2fa/").status_code == 200
    assert Entry.objects.filter(action="key.compromised").count() == 1


def test_everybody_is_signed_out_where_the_key_of_sessions_is_known(cast, keyfile):
    old = primary("session")
    client = signed_in(cast.coach)
    assert client.get("/").status_code == 200
    assert "would be signed out" in said("compromise", "--key", old, "--dry-run")
    assert client.get("/").status_code == 200
    assert vault("compromise", "--key", old)[0] == 1, "not yet: new ones stand under it too"
    assert client.get("/")["Location"].startswith("/sign-in/")
    rotate("session")
    assert (vault("compromise", "--key", old)[0], is_marked(old)) == (0, True)
    cast.coach.refresh_from_db()
    assert signed_in(cast.coach).get("/").status_code == 200
    assert Entry.objects.filter(action="session.all_ended").count() == 2


def test_what_can_be_guessed_at_is_changed_where_the_key_of_fingerprints_is_known(cast, keyfile):
    account = make_account(cast, "active")
    other = make_account(cast, "setting_up", handle="harborswim")
    credentials.deposit(other, values={SecretField.LOGIN: Secret("x"), SecretField.NOTES: Secret("y")}, by=cast.coach)
    old, _new = rotate("fingerprint")
    status, told = vault("compromise", "--key", old)
    assert (status, [(one["name"], one["fields"]) for one in told["accounts"]]) == (0, [(account.name, ["password"])])
    asked = Rotation.objects.filter(reasons__kind="key_compromise", closed_at=None)
    assert list(asked.values_list("account", "field")) == [(account.pk, "")]
    page = signed_in(cast.communications).get(asked.get().get_absolute_url())
    assert "A key of the vault may be known" in page.content.decode()


@pytest.mark.parametrize("purpose", ["trail", "seal"])
def test_a_key_that_signs_is_marked_and_said_what_to_compare(cast, keyfile, purpose):
    old = primary(purpose)
    status, told = vault("compromise", "--key", old)
    assert (status, told["purpose"], told["signed"] > 0, is_marked(old)) == (0, purpose, purpose == "trail", True)
    assert "audit verify --checkpoint FILE" in said("compromise", "--key", old, "--dry-run")
    assert "Compromised" in signed_in(cast.sysadmin).get("/keys/").content.decode()
