"""What was left by a link and waits for an answer, and the keys of the vault (docs/operations-keys.md)."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from accounts.actions import credentials
from accounts.actions.rewrapping_drops import rewrap_drops
from accounts.models import Drop, Rotation, SecretField, SecretVersion
from accounts.rules.renewal import progress
from accounts.sealing import open_sealed
from registry import clock, keyring
from registry.vault import Secret
from tests.accounts.links import COACH, LEFT, answer, make, use
from tests.accounts.vault import primary, rotate, said, vault
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    """Just opened: nothing is stored."""
    cache.clear()
    return make_account(cast, "setting_up", handle="HarborNordic")


def left(account, by, *, asked=("login", "password"), **values):
    use(make(account, by, **COACH, fields_=asked), **values)
    return Drop.objects.get(state="held", account=account)


def test_what_is_held_goes_under_a_new_key_and_the_old_one_waits_for_nobody(cast, account, keyfile, settings):
    settings.BACKUP_DAYS = 0
    drop = left(account, cast.coach)
    old, new = rotate()
    assert vault("keys", "retire", old) == (1, f"1 thing needs the key {old}. Run “vault rewrap” first.")
    assert vault("rewrap") == (0, {"done": {old: 1}, "left": {}})
    assert vault("keys", "retire", old)[0] == 0
    drop.refresh_from_db()
    assert (drop.kid, drop.state) == (new, "held")
    assert answer(drop, "confirm", cast.coach).status_code == 302
    row = account.secrets.select_related("account").get(field="password")
    assert (open_sealed(row, keyring.vault()).expose(), row.drop) == (LEFT["password"], drop)


def test_a_run_that_was_cut_short_goes_on_where_it_stopped(cast, account, keyfile):
    other = make_account(cast, "setting_up", handle="HarborSwim")
    first, second = left(account, cast.coach), left(other, cast.coach)
    old, new = rotate()
    assert rewrap_drops(old, 0, by=None, at_once=1) == (1, first.pk)
    assert list(Drop.objects.order_by("pk").values_list("kid", flat=True)) == [new, old]
    assert vault("status")[1]["left"] == {old: 1}
    assert vault("rewrap") == (0, {"done": {old: 1}, "left": {}})
    assert rewrap_drops(old, second.pk, by=None) == (0, second.pk)


def test_what_was_swapped_or_names_no_key_is_left_and_named_with_its_link(cast, account, keyfile):
    other = make_account(cast, "deposited")
    one, two = left(account, cast.coach), left(other, cast.coach)
    assert vault("verify")[1]["seals"] == SecretVersion.objects.count() + 2
    Drop.objects.filter(pk=one.pk).update(wrapped_key=two.wrapped_key, blob=two.blob)
    Drop.objects.filter(pk=two.pk).update(kid="vault-1999-01a")
    SecretVersion.objects.filter(field="login").update(wrapped_key=b"none of ours")
    old, _new = rotate()
    status, told = vault("rewrap")
    assert (status, told["left"]) == (1, {"vault-1999-01a": 1, old: 2}), "secrets and what is held are counted together"
    status, told = vault("verify")
    assert status == 1
    for drop in (one, two):
        assert (drop.account.name, drop.number) in {(each["name"], each["field"]) for each in told["findings"]}
        assert f"{drop.account.name}: what was left by {drop.number} does not open." in said("verify")
    assert answer(one, "discard", cast.coach, why="It does not open.").status_code == 302


def test_a_known_key_has_changed_what_is_held_and_confirming_it_is_no_change(cast, account, keyfile, moment):
    drop = left(account, cast.coach, password="Left-Long-Ago-7")
    old = primary()
    told = vault("compromise", "--dry-run")[1]["accounts"]
    assert [(one["name"], one["fields"], one["held"]) for one in told] == [(account.name, ["password"], [drop.number])]
    assert f"(of {drop.number} that wait for an answer as well)" in said("compromise", "--dry-run")
    assert not Rotation.objects.exists()
    with clock.at(moment + timedelta(minutes=10)):
        assert vault("compromise")[0] == 0
        rotate()
        vault("rewrap")
    with clock.at(moment + timedelta(minutes=20)):
        assert vault("compromise", "--key", old)[0] == 0
        answer(drop, "confirm", cast.coach)
        assert [one["held"] for one in vault("compromise", "--key", old)[1]["accounts"]] == [[]], "what it became"
        [rotation] = Rotation.objects.filter(closed_at=None, field="")
        assert rotation.reasons.filter(kind="key_compromise").count() == 1, "asked once"
        assert progress(rotation).why_not == "No new one was deposited yet."
    with clock.at(moment + timedelta(minutes=30)):
        credentials.deposit(account, values={SecretField.PASSWORD: Secret("Really-New-8-Words")}, by=cast.coach)
        assert progress(Rotation.objects.get(pk=rotation.pk)).changed


def test_codes_that_were_left_before_do_not_close_what_asks_for_new_ones(cast, account, keyfile, moment):
    drop = left(account, cast.coach, asked=["backup_code"], backup_codes="aa-11\nbb-22")
    with clock.at(moment + timedelta(minutes=10)):
        vault("compromise")
    with clock.at(moment + timedelta(minutes=20)):
        answer(drop, "confirm", cast.coach)
    assert Rotation.objects.filter(field="backup_code", closed_at=None).count() == 1


def test_what_was_left_under_a_known_key_is_listed_wherever_it_stands_today(cast, account, keyfile, moment):
    drop = left(account, cast.coach)
    old, _new = rotate()
    with clock.at(moment + timedelta(minutes=10)):
        vault("rewrap")
        assert [one["held"] for one in vault("compromise", "--key", old, "--dry-run")[1]["accounts"]] == [[drop.number]]
        answer(drop, "confirm", cast.coach)
        told = vault("compromise", "--key", old)[1]["accounts"]
    assert [(one["fields"], one["held"]) for one in told] == [(["login", "password"], [])]
