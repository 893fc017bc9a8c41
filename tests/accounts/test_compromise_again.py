"""`vault compromise` run again: nobody is asked twice, and whatever came under the key since is asked for."""

from datetime import timedelta

import pytest

from accounts.actions import credentials, renewal
from accounts.models import Rotation, SecretField
from registry import clock
from registry.vault import Secret
from tests.accounts.vault import primary, rotate, vault
from tests.makers import make_account, proof_of, reveal

pytestmark = pytest.mark.django_db


def reasons():
    return Rotation.objects.filter(reasons__kind="key_compromise").count()


def change(account, by, password):
    credentials.deposit(account, values={SecretField.PASSWORD: Secret(password)}, by=by)


def test_while_it_is_changed_and_afterwards_nobody_is_asked_again(cast, keyfile, moment):
    account = make_account(cast, "active")
    old, _new = rotate()
    with clock.at(moment + timedelta(minutes=10)):
        assert vault("compromise", "--key", old)[0] == 0
        vault("rewrap")
    with clock.at(moment + timedelta(minutes=20)):
        change(account, cast.coach, "Really-New-8-Words")
        assert (vault("compromise", "--key", old)[0], reasons()) == (0, 1), "the change is under way"
        reveal(account, cast.communications)
        credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
        renewal.confirm_sessions_out(Rotation.objects.get(), by=cast.coach)
    with clock.at(moment + timedelta(minutes=30)):
        told = vault("compromise", "--key", old)[1]["accounts"]
    assert [one["fields"] for one in told] == [["login", "recovery_email"]], "that is what it is still"
    assert (reasons(), Rotation.objects.filter(closed_at=None).count()) == (1, 0)


def test_what_came_under_the_key_after_it_was_known_is_asked_for(cast, keyfile, moment):
    account = make_account(cast, "active")
    with clock.at(moment + timedelta(minutes=10)):
        assert vault("compromise")[0] == 0
    with clock.at(moment + timedelta(minutes=20)):
        change(account, cast.coach, "Under-The-Old-8-Key")
        old = primary()
        rotate()
    with clock.at(moment + timedelta(minutes=40)):
        assert (vault("compromise", "--key", old)[0], reasons()) == (0, 2)
    assert Rotation.objects.distinct().count() == 1, "one piece of work"
