"""`vault verify` names what is not as it was left, by account and field, and never a value (security.md, B2, D7)."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.actions import credentials
from accounts.models import Rotation, SecretField, SecretVersion
from accounts.sealing import seal
from registry import clock, keyring
from registry.audit.models import Entry
from registry.vault import Secret
from tests.accounts.vault import primary, rotate, said, vault
from tests.cast import enrol, signed_in
from tests.makers import make_account, proof_of, refuse, reveal

pytestmark = pytest.mark.django_db


def deposit(account, by, **values):
    credentials.deposit(account, values={SecretField(name): Secret(text) for name, text in values.items()}, by=by)


def rows(account, field="password"):
    return SecretVersion.objects.filter(account=account, field=field)


def kinds(told):
    return sorted((one["kind"], one["name"], one["field"], one["version"]) for one in told["findings"])


def test_a_vault_as_it_was_left_has_no_finding(cast):
    account = make_account(cast, "active")
    deposit(account, cast.coach, password="Mistyped-1", backup_code="aa")
    refuse(account, "It says it is wrong.", cast.communications)
    deposit(account, cast.coach, password="Newer-Still-2")
    deposit(account, cast.coach, password="Newest-Of-All-3", notes="Ask the secretary")
    status, told = vault("verify")
    assert (status, told["findings"], told["seals"]) == (0, [], SecretVersion.objects.count())
    assert Entry.objects.get(action="vault.verified").after["seals"] == told["seals"]
    reveal(account, cast.communications)
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    with clock.at(clock.now() + timedelta(days=40)):
        assert credentials.destroy_due() > 0
        assert vault("verify")[0] == 0


def swap(one, other):
    both = {row.pk: (row.kid, bytes(row.wrapped_key), bytes(row.blob)) for row in (one, other)}
    for to, source in ((one, other), (other, one)):
        kid, wrapped, blob = both[source.pk]
        SecretVersion.objects.filter(pk=to.pk).update(kid=kid, wrapped_key=wrapped, blob=blob)


def test_swapped_and_changed_seals_are_named(cast):
    one, other = make_account(cast, "deposited"), make_account(cast, "deposited")
    swap(rows(one).get(), rows(other).get())
    status, told = vault("verify")
    assert (status, kinds(told)) == (
        1, sorted(("unreadable", each.name, "password", 1) for each in (one, other)),
    )  # fmt: skip
    assert f"{one.name}: Password, version 1, does not open: it was changed, or belongs" in said("verify")
    entry = Entry.objects.filter(action="vault.faulty").first()
    assert (entry.severity, entry.after["findings"]) == ("alert", 2)


def test_a_blob_of_another_time_is_told_by_the_trail(cast):
    account = make_account(cast, "deposited")
    row = rows(account).select_related("account").get()
    seal(row, Secret("sealed rightly, and never deposited"), keyring.vault())
    row.save()
    status, told = vault("verify")
    assert (status, kinds(told)) == (1, [("exchanged", account.name, "password", 1)])
    assert "is not what was deposited on November 12, 2025" in told["findings"][0]["sentence"]


def test_an_old_version_that_was_put_back_is_named(cast):
    account = make_account(cast, "active")
    deposit(account, cast.coach, password="Newer-Still-2")
    reveal(account, cast.communications)
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    rows(account).filter(version=2).update(is_current=False)
    rows(account).filter(version=1).update(is_current=True, state="verified")
    assert kinds(vault("verify")[1]) == [("rolled back", account.name, "password", 1)]
    rows(account).filter(version=1).update(is_current=False)
    SecretVersion.objects.filter(pk=rows(account).get(version=2).pk).update(is_current=True)
    assert vault("verify")[0] == 0


def test_e2_32_a_table_from_an_older_backup_is_told_by_the_trail(cast):
    account = make_account(cast, "deposited")
    deposit(account, cast.coach, password="Newer-Still-2")
    newest = rows(account).get(version=2)
    newest.exposures.all().delete()
    newest.delete()
    rows(account).update(is_current=True, state="deposited")
    status, told = vault("verify")
    assert (status, kinds(told)) == (
        1, [("rolled back", account.name, "password", 1), ("rolled back", account.name, "password", 2)],
    )  # fmt: skip


def test_e2_32_a_whole_database_from_an_older_backup_is_told_by_a_memory_outside(cast, tmp_path):
    account, other = make_account(cast, "deposited"), make_account(cast, "deposited")
    file = tmp_path / "vault.memory"
    with transaction.atomic():  # what happened after the backup that is put back
        deposit(account, cast.coach, password="Newer-Still-2")
        assert vault("verify", "--remember", str(file))[0] == 0
        transaction.set_rollback(True)
    assert not any(word in file.read_text() for word in ("Newer", account.handle, other.handle))
    assert vault("verify")[0] == 0, "it agrees with itself"
    status, told = vault("verify", "--against", str(file))
    assert (status, kinds(told)) == (1, [("resurfaced", account.name, "password", 1)])
    assert "version 2 was the last, and version 1 is stored" in told["findings"][0]["sentence"]
    assert told["reopened"] == 1
    [rotation] = Rotation.objects.filter(account=account)
    assert (rotation.field, rotation.closed_at, [one.kind for one in rotation.reasons.all()]) == (
        "", None, ["reported_change"],
    )  # fmt: skip
    before = file.read_text()
    assert vault("verify", "--against", str(file), "--remember", str(file))[0] == 1
    assert file.read_text() == before, "what is not well is not remembered"


@pytest.mark.parametrize("spoilt", ["not JSON", "{}", "changed", "of another key"])
def test_a_memory_that_is_none_of_ours_is_misuse(cast, tmp_path, spoilt):
    make_account(cast, "deposited")
    file = tmp_path / "vault.memory"
    assert vault("verify", "--remember", str(file))[0] == 0
    told = json.loads(file.read_text())
    told["last"] = dict.fromkeys(told["last"], 9)
    told["kid"] = "trail-1999-01a" if spoilt == "of another key" else told["kid"]
    file.write_text(spoilt if spoilt in ("not JSON", "{}") else json.dumps(told))
    status, sentence = vault("verify", "--against", str(file))
    assert (status, "What was remembered cannot be used" in sentence) == (2, True)


def test_what_stands_under_a_key_that_is_gone_is_named_with_the_key(cast, keyfile):
    account = make_account(cast, "deposited")
    SecretVersion.objects.filter(account=account, field="login").update(kid="vault-1999-01a")
    enrolled = enrol(cast.newcomer)
    enrolled.data = {"secret": enrolled.data["secret"][:-8] + "AAAAAAAA"}
    enrolled.save(update_fields=["data"])
    status, told = vault("verify")
    assert (status, kinds(told)) == (
        1, [("unreadable", account.name, "login", 1), ("unreadable", cast.newcomer.name, "second_factor", 0)],
    )  # fmt: skip
    assert "is under the key vault-1999-01a, which the keyring does not have" in told["findings"][0]["sentence"]
    assert vault("rewrap")[0] == 1, "a row that names no key of ours stays"


def test_rewrapping_leaves_what_does_not_unwrap_for_verify_to_name(cast, keyfile):
    one, other = make_account(cast, "deposited"), make_account(cast, "deposited")
    swap(rows(one).get(), rows(other).get())
    old, _new = rotate()
    status, told = vault("rewrap")
    assert (status, told["left"]) == (1, {old: 2})
    assert len(vault("verify")[1]["findings"]) == 2


@pytest.mark.counts
def test_verifying_asks_no_more_of_the_database_for_more_secrets(cast, django_assert_max_num_queries):
    make_account(cast, "deposited")
    vault("verify")
    for _ in range(3):
        make_account(cast, "deposited")
    with django_assert_max_num_queries(18):
        vault("verify")


def sealed(settings):
    content = json.loads(settings.KEYRING)
    content["purposes"].pop("vault")
    settings.KEYRING = json.dumps(content)
    keyring.reload()


def test_e2_32_without_its_key_the_vault_is_sealed_and_everything_else_works(cast, settings):
    account = make_account(cast, "active")
    whole = settings.KEYRING
    try:
        sealed(settings)
        page = reverse("accounts:deposit", args=[account.uuid])
        form = {"password": "Canary-Heron-9", "recovery_email": "x@lakeviewps.example", "email_holder": "district"}
        answer = signed_in(cast.coach).post(page, form)
        text = answer.content.decode()
        assert (answer.status_code, "The vault is closed for now" in text, "Canary" in text) == (503, True, False)
        assert '<option value="district" selected' in text
        assert "no-store" in answer["Cache-Control"]
        page = reverse("accounts:reveal", args=[account.uuid])
        answer = signed_in(cast.communications).post(page, {"reason_code": "other", "reason": "To answer a parent"})
        text = answer.content.decode()
        assert (answer.status_code, "To answer a parent" in text) == (503, True)
        assert signed_in(cast.communications).get(page).status_code == 503
        for address in ("/", "/accounts/", account.get_absolute_url(), "/requests/", "/trail/", "/keys/"):
            assert signed_in(cast.director).get(address).status_code == 200
        assert signed_in(cast.director).get("/readyz").json() == {"status": "ready", "degraded": ["vault"]}
        assert vault("status")[0] == 1
        assert "The vault is sealed" in vault("verify")[1]
        assert "The vault is sealed" in vault("rewrap")[1]
    finally:
        settings.KEYRING = whole
        keyring.reload()
    assert primary() in json.dumps(vault("status")[1])
