"""Which keyring stops the start, and which only seals the vault."""

import json
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from registry import keyring
from tests.registry.keyring.rings import a_keyring, everything_about

NOT_THE_VAULT = ["trail", "mfa", "fingerprint", "session", "seal"]


@pytest.mark.parametrize("text", ["nonsense", "[]", "{", '"text"', '{"instance": "x"}', '{"purposes": {}}', "\x00\xff"])
def test_what_is_no_keyring_stops_the_start(use, text):
    use(text)
    with pytest.raises(ImproperlyConfigured, match=r"The keyring cannot be used"):
        keyring.check_start(database=False)


SPOILS = {
    "gone": lambda keys: None,
    "empty": lambda keys: [],
    "no list": lambda keys: "x",
    "no entry": lambda keys: ["x"],
    "short": lambda keys: [keys[0] | {"key": keys[0]["key"][:20]}],
    "long": lambda keys: [keys[0] | {"key": keys[0]["key"] + "AAAA"}],
    "no base64": lambda keys: [keys[0] | {"key": keys[0]["key"][:-1] + "!"}],
    "stray letter": lambda keys: [keys[0] | {"key": keys[0]["key"] + "!"}],
    "no text": lambda keys: [keys[0] | {"key": 7}],
    "no id": lambda keys: [{name: value for name, value in keys[0].items() if name != "kid"}],
    "odd id": lambda keys: [keys[0] | {"kid": "A B"}],
    "odd state": lambda keys: [keys[0] | {"state": "main"}],
    "odd time": lambda keys: [keys[0] | {"created": "yesterday"}],
    "no zone": lambda keys: [keys[0] | {"created": "2026-11-22"}],
    "no primary": lambda keys: [keys[0] | {"state": "decrypt_only"}],
    "two primaries": lambda keys: [keys[0], keys[0] | {"kid": "other"}],
    "same id": lambda keys: [keys[0], keys[0] | {"state": "pending"}],
    "destroyed with bytes": lambda keys: [keys[0], keys[0] | {"kid": "other", "state": "destroyed"}],
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
@pytest.mark.parametrize("purpose", NOT_THE_VAULT)
def test_a_bad_key_of_any_purpose_but_the_vault_stops_the_start(use, purpose, spoil):
    content = a_keyring()
    key = content["purposes"][purpose][0]["key"]
    content["purposes"][purpose] = spoil(content["purposes"][purpose])
    use(content)
    with pytest.raises(
        ImproperlyConfigured, match=rf"no usable key for {purpose} \(.+\)\. On a new installation"
    ) as stopped:
        keyring.check_start(database=False)
    assert key[:20] not in everything_about(stopped.value)
    with pytest.raises(keyring.MissingKey) as missing:
        keyring.ring(purpose)
    assert missing.value.purpose == purpose


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_a_bad_vault_key_seals_the_vault_and_nothing_else(use, spoil):
    content = a_keyring()
    content["purposes"]["vault"] = spoil(content["purposes"]["vault"])
    use(content)
    keyring.check_start(database=False)
    assert keyring.vault_is_sealed() == "vault-key-missing"
    with pytest.raises(keyring.VaultSealed, match="vault-key-missing") as sealed:
        keyring.vault()
    assert sealed.value.reason == "vault-key-missing"
    for purpose in NOT_THE_VAULT:
        assert keyring.ring(purpose).primary.kid


def test_every_missing_purpose_is_named(use):
    content = a_keyring()
    del content["purposes"]["trail"], content["purposes"]["mfa"]
    use(content)
    with pytest.raises(ImproperlyConfigured, match=r"for trail \(it has no key for it\), mfa \(it has no key for it\)"):
        keyring.check_start(database=False)


def test_one_key_for_two_purposes_stops_the_start(use):
    content = a_keyring()
    content["purposes"]["trail"][0]["key"] = content["purposes"]["vault"][0]["key"]
    use(content)
    with pytest.raises(ImproperlyConfigured, match=r"trail \(it shares a key with vault\)"):
        keyring.check_start(database=False)


def test_a_keyring_that_is_no_json_is_in_no_error(use):
    content = a_keyring()
    use(json.dumps(content)[:-1])
    with pytest.raises(ImproperlyConfigured) as stopped:
        keyring.check_start(database=False)
    assert content["purposes"]["vault"][0]["key"] not in everything_about(stopped.value)


@pytest.mark.parametrize(
    "words",
    [
        ["make_keys"],
        ["help"],
        ["collectstatic", "--noinput"],
        ["makemigrations", "--check"],
        ["compilemessages"],
        [],
        ["migrate", "--help"],
    ],
)
def test_commands_that_need_no_key_start_without_one(use, monkeypatch, words):
    use()
    monkeypatch.setattr(sys, "argv", ["manage.py", *words])
    keyring.check_start()


@pytest.mark.parametrize(
    "argv", [["manage.py", "migrate"], ["manage.py", "runserver"], ["gunicorn", "make_keys"], ["pytest"]]
)
def test_everything_else_does_not(use, monkeypatch, argv):
    use()
    monkeypatch.setattr(sys, "argv", argv)
    with pytest.raises(ImproperlyConfigured):
        keyring.check_start()
