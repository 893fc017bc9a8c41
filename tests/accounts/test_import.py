"""Coming from a password manager: each kind of file, what is shown, what is deposited."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.actions import credentials
from accounts.actions import importing as actions
from accounts.managers import packed, read, unpacked
from accounts.models import Exposure, PasswordImport, SecretField, SecretVersion
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.vault import Secret
from tests.accounts.brought import (
    FILES,
    LOGIN,
    NOTE,
    PASSWORD,
    URL,
    as_json,
    as_kdbx,
    bitwarden,
    brought,
    send,
    stored,
    words,
)  # fmt: skip
from tests.accounts.test_reveal import SEED
from tests.cast import sign_in, signed_in
from tests.makers import make_account, proof_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up", handle="harborski")


@pytest.mark.parametrize("kind", FILES)
def test_each_kind_of_file_ends_in_the_vault(cast, account, kind):
    client = signed_in(cast.communications)
    page = client.get(send(client, FILES[kind]())["Location"])
    text = page.content.decode()
    assert not [value for value in (PASSWORD, NOTE, LOGIN, SEED, "qz-one", "blue", "4111") if value in text]
    assert (
        "Ski team https://www.instagram.com/harborski/ It has: login, password, backup code, authenticator seed, notes."
        in words(page)
    )
    assert f"@harborski, Instagram ({account.number})" in text
    batch = PasswordImport.objects.get()
    answer = client.post(
        batch.get_absolute_url(), {"entry_0": f"@harborski, Instagram ({account.number})", "seen_0": account.number}
    )
    assert answer.status_code == 302
    assert stored(account) == {
        ("login", 0): LOGIN, ("password", 0): PASSWORD, ("seed", 0): SEED, ("backup_code", 1): "qz-one", ("backup_code", 2): "qz-two",
        ("notes", 0): f"{NOTE}\nColor: blue",
    }  # fmt: skip
    batch.refresh_from_db()
    assert (bytes(batch.blob), bytes(batch.wrapped_key), batch.closed_at) == (b"", b"", clock.now())
    events = list(Entry.objects.filter(action__startswith="import.").order_by("seq").values_list("action", flat=True))
    assert events == ["import.read", "import.deposited"]
    kept = str([row.__dict__ for model in (Entry, Letter, PasswordImport) for row in model.objects.all()])
    assert not [value for value in (PASSWORD, NOTE, SEED) if value in kept]


def test_what_waits_is_sealed_for_who_brought_it(cast, account):
    batch = brought(cast, as_json())
    kept = b"".join((bytes(batch.blob), bytes(batch.wrapped_key), repr(batch.__dict__).encode()))
    assert not [value for value in (PASSWORD, NOTE, SEED, "Ski team") if value.encode() in kept]
    for part, status in (("second_communications", 404), ("coach", 403), ("sysadmin", 403)):
        client = signed_in(getattr(cast, part))
        assert [
            client.get(batch.get_absolute_url()).status_code,
            client.post(reverse("accounts:import-drop", args=[batch.uuid])).status_code,
        ] == [status] * 2
    assert signed_in(cast.communications, factor=False).get(batch.get_absolute_url()).status_code == 302


def test_a_value_that_is_there_already_is_said_and_one_that_is_not_is_asked_about(cast, account):
    credentials.deposit(
        account, values={SecretField.LOGIN: Secret(LOGIN), SecretField.PASSWORD: Secret("another one")}, by=cast.coach
    )
    other = make_account(cast, "deposited", handle="harborswim")
    client, batch = signed_in(cast.communications), brought(cast, as_json())
    page = words(client.get(batch.get_absolute_url()))
    assert "The same is stored already: login." in page
    assert "Replaces what is stored: password." in page
    answer = client.post(batch.get_absolute_url(), {"entry_0": other.number, "seen_0": account.number})
    assert (
        answer.status_code,
        "Look below, then go on" in words(answer),
        "Replaces what is stored: login, password." in words(answer),
    ) == (422, True, True)
    seen = re.search(r'name="seen_0" value="([^"]+)"', answer.content.decode())[1]
    assert client.post(batch.get_absolute_url(), {"entry_0": other.number, "seen_0": seen}).status_code == 302
    assert stored(other)["password", 0] == PASSWORD
    assert stored(account)["password", 0] == "another one"


def test_e2_23_an_odd_date_of_birth_is_said_after_an_import_too_without_the_date(cast, account):
    odd = bitwarden()
    odd["items"][0]["fields"].append({"name": "Date of birth", "value": "2014-09-01"})
    client, batch = signed_in(cast.communications), brought(cast, json.dumps(odd).encode())
    client.post(batch.get_absolute_url(), {"entry_0": account.number, "seen_0": account.number})
    assert stored(account)["birth_date", 0] == "2014-09-01"
    kept = json.dumps(dict(client.session.items()), default=str)
    assert ("2014" in kept, "2014" in words(client.get(reverse("accounts:list")))) == (False, False)
    assert "the account a child" in kept


def test_two_entries_do_not_go_to_one_account_and_none_is_asked_about(cast, account):
    two = bitwarden()
    two["items"].append(two["items"][0])
    client, batch = signed_in(cast.communications), brought(cast, json.dumps(two).encode())
    for data, said in (
        ({"entry_0": account.number, "entry_2": "", "entry_1": account.number, "seen_0": account.number, "seen_1": account.number}, "Another entry goes to this account already"),
        ({}, "Name an account for one entry at least"),
        ({"entry_0": "A-9999"}, "We found no account called so"),
        ({"entry_0": "a\x00b"}, "characters that cannot be seen"),
        ({"entry_0": "A-" + "9" * 400}, "at most 300"),
    ):  # fmt: skip
        answer = client.post(batch.get_absolute_url(), data)
        assert (answer.status_code, said in words(answer)) == (422, True), (said, words(answer))
    assert SecretVersion.objects.filter(account=account).count() == 0


def test_all_are_deposited_or_none(cast, account, monkeypatch):
    other = make_account(cast, "setting_up", handle="harborswim")
    two = bitwarden()
    two["items"].append(bitwarden(url="https://instagram.com/harborswim")["items"][0])
    batch = brought(cast, json.dumps(two).encode())
    really, calls = actions.deposit, []

    def fails_at_the_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise OSError("The disk is full.")
        return really(*args, **kwargs)

    monkeypatch.setattr(actions, "deposit", fails_at_the_second)
    picks = {0: account, 1: other}
    with pytest.raises(OSError, match="disk"):
        actions.deposit_all(batch, picks=picks, by=cast.communications, proof=proof_of(cast.communications))
    assert SecretVersion.objects.filter(account__in=(account, other)).count() == 0
    monkeypatch.undo()
    actions.deposit_all(batch, picks=picks, by=cast.communications, proof=proof_of(cast.communications))
    assert stored(other) == stored(account)


def test_after_fifteen_minutes_it_is_gone(cast, account, moment):
    client, batch = signed_in(cast.communications), brought(cast, as_json())
    with clock.at(moment + timedelta(minutes=15, seconds=1)):
        later = signed_in(cast.communications)
        answer = later.get(batch.get_absolute_url())
        assert (answer.status_code, "kept for 15 minutes" in words(answer)) == (409, True)
        assert later.post(batch.get_absolute_url(), {"entry_0": account.number}).status_code == 409
        assert [actions.drop_due(by=None) for _ in range(2)] == [1, 0]
    batch.refresh_from_db()
    assert bytes(batch.blob) == b""
    assert client.post(reverse("accounts:import-drop", args=[batch.uuid])).status_code == 409


def test_communications_hears_of_all_in_one_letter_and_the_custodian_of_their_account(cast, account):
    other = make_account(cast, "setting_up", handle="harborswim")
    two = bitwarden()
    two["items"].append(bitwarden(url="https://instagram.com/harborswim")["items"][0])
    batch = brought(cast, json.dumps(two).encode())
    actions.deposit_all(
        batch, picks={0: account, 1: other}, by=cast.communications, proof=proof_of(cast.communications)
    )
    rows = [
        (row.template, row.to.name)
        for row in Letter.objects.filter(template__in=("accounts/imported", "accounts/deposited"))
    ]
    ours = [("accounts/imported", one.name) for one in (cast.director, cast.second_communications, cast.newcomer)]
    assert sorted(rows) == sorted([*ours, *[("accounts/deposited", cast.principal.name)] * 2])
    call_command("deliver_mail")
    assert f"{cast.communications.name} deposited 2 logins from a password manager" in {
        one.subject for one in mail.outbox
    }


def test_it_can_be_dropped(cast):
    client, batch = signed_in(cast.communications), brought(cast, as_json())
    assert client.post(reverse("accounts:import-drop", args=[batch.uuid])).status_code == 302
    batch.refresh_from_db()
    assert (bytes(batch.blob), SecretVersion.objects.count()) == (b"", 0)


def test_what_is_stored_counts_as_known_to_who_had_it_in_a_file_they_dropped(cast, account):
    other = make_account(cast, "setting_up", handle="harborswim")
    values = {SecretField.PASSWORD: Secret(PASSWORD), (SecretField.BACKUP_CODE, 1): Secret("qz-two")}
    credentials.deposit(account, values={SecretField.LOGIN: Secret(LOGIN), **values}, by=cast.coach)
    credentials.deposit(other, values={SecretField.PASSWORD: Secret(PASSWORD)}, by=cast.coach)
    client = signed_in(cast.communications)
    for _ in range(2):
        page = client.get(send(client, as_json())["Location"])
        batch = PasswordImport.objects.latest("pk")
        assert "The same is stored already: login, password" in words(page)
        assert client.post(reverse("accounts:import-drop", args=[batch.uuid])).status_code == 302
    rows = Exposure.objects.filter(kind="brought").values_list("secret__account", "secret__field", "person")
    mine = {(account.pk, "password"), (account.pk, "backup_code"), (other.pk, "password")}
    assert sorted(rows) == sorted((*each, cast.communications.pk) for each in mine)
    assert [row.after["known"] for row in Entry.objects.filter(action="import.read")] == [3, 3]
    assert "Had it in a password manager" in words(client.get(reverse("accounts:knows", args=[other.uuid])))


def test_a_sign_in_in_an_address_is_nowhere_and_said(cast, account):
    for address, shown in (
        ("https://ski:hunter2-hers@www.instagram.com/harborski/", "https://www.instagram.com/harborski/"),
        ("https://ski:hunter2/hers@www.instagram.com/harborski/", "https://www.instagram.com/harborski/"),
        ("ski:hunter2-hers@instagram.com/harborski", "instagram.com/harborski"),
        ("https://hunter2-hers@instagram.com/harborski", "https://instagram.com/harborski"),
    ):
        found = bitwarden(url=address)
        found["items"][0]["name"] = f"Ski {address}"
        client, batch = signed_in(cast.communications), brought(cast, json.dumps(found).encode())
        page = client.get(batch.get_absolute_url())
        assert ("hunter2" in page.content.decode(), f" {shown} " in words(page)) == (False, True), address
        assert "Its address had a user name or password in it" in words(page)
        assert f"@harborski, Instagram ({account.number})" in page.content.decode()
    for address in ("https://www.tiktok.com:443/@team", "https://www.instagram.com/a?x=b@c", "tiktok.com/@team"):
        page = client.get(brought(cast, as_json(uris=[{"uri": address}])).get_absolute_url())
        assert (f" {address} " in words(page), "had a user name" in words(page)) == (True, False), address


def test_twenty_files_an_hour_are_enough_those_that_do_not_open_among_them(cast, moment):
    for _ in range(18):
        brought(cast, as_json())
    client = signed_in(cast.communications)
    assert [send(client, as_kdbx(), passphrase="wrong").status_code, send(client, as_json()).status_code] == [422, 302]
    refused = [client.get(URL), send(client, as_json())]
    assert [(answer.status_code, "brought 20 files" in words(answer)) for answer in refused] == [(403, True)] * 2
    assert (PasswordImport.objects.count(), send(signed_in(cast.director), as_json()).status_code) == (19, 302)
    with clock.at(moment + timedelta(hours=1, seconds=1)):
        assert send(signed_in(cast.communications), as_json()).status_code == 302


def test_a_sign_in_page_and_the_handle_as_login_name_the_account_too(cast, account):
    for url, login, title in (
        ("https://instagram.com/accounts/login", "harborski", "x"),
        ("https://www.instagram.com", "@HarborSki", "x"),
        ("instagram.com", "x", "harborski"),
    ):
        found = bitwarden(url=url, username=login)
        found["items"][0]["name"] = title
        batch = brought(cast, json.dumps(found).encode())
        assert (
            f"({account.number})"
            in re.search(
                r'name="entry_0" value="([^"]*)"',
                signed_in(cast.communications).get(batch.get_absolute_url()).content.decode(),
            )[1]
        ), url


def test_an_account_of_somebody_else_and_none_are_left_empty(cast, account):
    for url in ("https://instagram.com/somebody", "https://bank.example", "", "http://[", "x" * 4000):
        batch = brought(cast, as_json(uris=[{"uri": url}], username="x"))
        page = signed_in(cast.communications).get(batch.get_absolute_url())
        assert re.search(r'<input[^>]*name="entry_0"[^>]*>', page.content.decode())[0].count("A-0") == 0


def test_entries_come_out_of_their_seal_as_they_went_in():
    entries = list(read(as_json(), Secret("")).entries)
    assert unpacked(packed(entries)) == entries


@pytest.mark.counts
def test_the_page_asks_no_more_of_the_database_for_more_entries(cast, account, django_assert_max_num_queries):
    client = sign_in(signed_in(cast.communications), cast.communications)
    for number in (1, 60):
        many = {"items": bitwarden()["items"][:1] * number}
        batch = brought(cast, json.dumps(many).encode())
        with django_assert_max_num_queries(22):
            assert client.get(batch.get_absolute_url()).status_code == 200
