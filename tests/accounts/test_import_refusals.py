"""Files that cannot be read, and fields that cannot be stored: said in words, nothing kept, nothing repeated."""

import json
from functools import cache

import pytest

from accounts import kdbx
from accounts.actions import importing
from accounts.kdbx import ciphers
from accounts.managers import NotRead, read
from accounts.models import PasswordImport, SecretVersion
from registry.audit.models import Entry
from registry.people.refusal import Refused
from registry.vault import Secret
from tests.accounts.brought import PASSPHRASE, PASSWORD, as_kdbx, as_table, bitwarden, brought, send, stored, words
from tests.cast import signed_in
from tests.makers import make_account, proof_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up", handle="harborski")


CANARY = "Canary-In-A-Broken-File-77"


@cache
def broken():
    deep = b'{"items": ' + b"[" * 100_000
    many = {"items": bitwarden()["items"][:1] * 10_000}
    table = as_table(["title", "username", "password"], *([CANARY, "x", "y"] for _ in range(10_000)))
    return {
        "empty": (b"", "The file is empty"),
        "no file of ours": (b"PK\x03\x04" + CANARY.encode(), "We do not know this file"),
        "a picture": (b"\x89PNG\r\n\x1a\n\xff", "We do not know this file"),
        "no such columns": (as_table(["a", "b"], [CANARY, "x"]), "We do not know this file"),
        "only a head": (as_table(["title", "username", "password"]), "There is no login in this file"),
        "a table torn off": (f'title,username,password\n"x,{CANARY}'.encode(), "The file is damaged"),
        "a field without end": (b"title,username,password\n" + b"x" * 200_000, "The file is damaged"),
        "ten thousand lines": (table, "more than 300 logins"),
        "a head without end": (
            b"type,name,login_password" + b"," * 2_000_000 + b"\nx" * 1_000_000,
            "There is no login",
        ),
        "broken JSON": (b'{"items": [' + CANARY.encode(), "The file is damaged"),
        "deep JSON": (deep, "The file is damaged"),
        "a number beyond numbers": (b'{"items": [' + b"9" * 5000 + b"]}", "The file is damaged"),
        "other JSON": (json.dumps({"items": CANARY}).encode(), "We do not know this file"),
        "a list": (b"[1, 2]", "We do not know this file"),
        "items that are none": (
            json.dumps({"items": [1, None, {"type": 1, "login": CANARY}, {"type": 1, "login": {}}]}).encode(),
            "There is no login in this file",
        ),
        "ten thousand items": (json.dumps(many).encode(), "more than 300 logins"),
        "encrypted by Bitwarden": (json.dumps({"encrypted": True, "data": CANARY}).encode(), "not “.json (Encrypted)”"),
        "encrypted with a password": (
            json.dumps({"encrypted": True, "passwordProtected": True}).encode(),
            "not “.json (Encrypted)”",
        ),
        "a KDBX torn off": (as_kdbx()[:-50], "The file is damaged"),
        "a head of KDBX": (kdbx.MAGIC, "The file is damaged"),
        "a KDBX of the future": (kdbx.MAGIC + b"\x00\x00\x09\x00" + bytes(200), "locked in a way we do not know"),
        "a KDBX with Twofish": (
            as_kdbx().replace(ciphers.AES, ciphers.TWOFISH).replace(ciphers.CHACHA20, ciphers.TWOFISH),
            "In KeePass open Database settings, Security, choose AES-256",
        ),
        "a file of KeePass 1": (bytes.fromhex("03d9a29a65fb4bb5") + CANARY.encode(), "a file of KeePass 1"),
        "ten thousand entries": (as_kdbx(10_000), "more, or takes longer"),
    }


@pytest.mark.long
def test_what_cannot_be_read_is_said_at_the_file_and_nothing_is_kept(cast):
    for number, (name, (content, said)) in enumerate(broken().items()):
        client = signed_in(cast.communications if number % 2 else cast.director)
        answer = send(client, content)
        assert (answer.status_code, said in words(answer)) == (422, True), (name, words(answer)[-900:])
        assert not [value for value in (CANARY, PASSPHRASE, PASSWORD) if value in answer.content.decode()], name
    unread = Entry.objects.filter(action="import.not_read", outcome="denied")
    assert unread.count() == len(broken()) - 1  # an empty file is not looked into
    assert not [row for row in unread if CANARY in str(row.__dict__)]
    assert not PasswordImport.objects.exists()
    assert not SecretVersion.objects.exists()


@pytest.mark.parametrize("passphrase", ["", "wrong", "\x00", "x" * 100_000])
def test_a_wrong_passphrase_is_said_at_its_field_and_not_given_back(cast, passphrase):
    answer = send(signed_in(cast.communications), as_kdbx(), passphrase=passphrase)
    text = words(answer)
    assert answer.status_code == 422
    said = {"": "Type its passphrase", "\x00": "It has characters that cannot be stored"}.get(
        passphrase, "If it also needs a key file, a hardware key or a Windows account, save a copy"
    )
    assert said in text
    assert not passphrase or f'value="{passphrase}' not in answer.content.decode()


def test_a_file_that_is_too_large_is_said_to_be(cast):
    client = signed_in(cast.communications)
    for size in (5 * 1024 * 1024 + 1, 7 * 1024 * 1024):
        answer = send(client, b"x" * size)
        assert (answer.status_code, "larger than 5 MB" in words(answer)) == (422, True), size


def test_fields_that_cannot_be_stored_are_named_and_left_out(cast, account):
    odd = bitwarden(username="a\nb", password="half \ud800", totp="otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP")
    odd["items"][0] |= {"name": "T\u202eitle\x00\n", "notes": "n" * 5000}
    odd["items"][0]["fields"] = [
        {"name": "Recovery phone", "value": "none"},
        {"name": "Recovery email", "value": "x@y.example"},
    ]
    client, batch = signed_in(cast.communications), brought(cast, json.dumps(odd).encode())
    text = words(client.get(batch.get_absolute_url()))
    assert "left out: login, password, authenticator seed, recovery phone, notes" in text.replace(
        "recovery phone, authenticator seed, notes", "authenticator seed, recovery phone, notes"
    )
    assert "T itle" in text
    assert (
        client.post(batch.get_absolute_url(), {"entry_0": account.number, "seen_0": account.number}).status_code == 302
    )
    assert stored(account) == {("recovery_email", 0): "x@y.example"}


@pytest.mark.long
def test_nothing_of_a_file_is_in_a_refusal():
    for content, _said in broken().values():
        with pytest.raises(NotRead) as refused:
            read(content, Secret(PASSPHRASE))
        assert CANARY not in str(refused.value)
        assert refused.value.__cause__ is None


def test_what_somebody_brought_nobody_else_deposits_or_drops(cast, account):
    batch, other = brought(cast, json.dumps(bitwarden()).encode()), cast.second_communications
    with pytest.raises(Refused, match="Somebody else brought this file"):
        importing.deposit_all(batch, picks={0: account}, by=other, proof=proof_of(other))
    with pytest.raises(Refused, match="Somebody else brought this file"):
        importing.drop(batch, by=other)
    assert not account.secrets.exists()
