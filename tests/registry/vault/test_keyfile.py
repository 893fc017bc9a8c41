"""A keyring as JSON: what is read, and the sentence for each thing that cannot be; and forms that must never change."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from registry.vault import (
    BadKey,
    Box,
    Key,
    Keyfile,
    NotText,
    Ring,
    Secret,
    State,
    UnknownKey,
    fingerprint,
    fingerprints,
)
from registry.vault.envelope import canonical, pad, unpad
from registry.vault.errors import Unreadable

FRESH = json.loads(Keyfile.fresh(("vault", "mfa"), created=datetime(2026, 11, 1, tzinfo=UTC), instance="7" * 32))


def read(content: object) -> Keyfile:
    return Keyfile.read(content if isinstance(content, str) else json.dumps(content), ("vault", "mfa"))


def with_key(**changes: object) -> dict[str, object]:
    """The fresh keyring with its vault's key changed."""
    key = {**FRESH["purposes"]["vault"][0], **changes}
    return {**FRESH, "purposes": {**FRESH["purposes"], "vault": [key]}}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "it is not a JSON object"),
        ("[]", "it is not a JSON object"),
        ({"purposes": {}}, 'its "instance" is not a UUID'),
        ({**FRESH, "instance": "here"}, 'its "instance" is not a UUID'),
    ],
)
def test_what_is_no_keyring_is_refused(content, sentence):
    with pytest.raises(BadKey) as refused:
        read(content)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({**FRESH, "purposes": []}, "it has no key for it"),
        ({**FRESH, "purposes": {"mfa": FRESH["purposes"]["mfa"]}}, "it has no key for it"),
        ({**FRESH, "purposes": {**FRESH["purposes"], "vault": {"kid": "a"}}}, "its keys are not a list"),
        ({**FRESH, "purposes": {**FRESH["purposes"], "vault": ["a"]}}, 'a key has no "kid"'),
        (with_key(kid=7), 'a key has no "kid"'),
        (with_key(state="old"), "a key has a state that is none of pending, primary, decrypt_only, destroyed"),
        (with_key(key="short"), "The key vault-2026-11a must have 32 bytes, or none once it is destroyed."),
        (with_key(key="é" * 43), "The key vault-2026-11a must have 32 bytes, or none once it is destroyed."),
        (with_key(key=None), "The key vault-2026-11a must have 32 bytes, or none once it is destroyed."),
        (with_key(created="soon"), 'a key has a "created" that is not a time'),
        (with_key(created="2026-11-01T00:00:00"), 'a key has a "created" without a time zone'),
    ],
)
def test_a_ring_that_cannot_be_used_says_why_and_spoils_no_other(content, sentence):
    found = read(content)
    assert found.problems["vault"] == sentence
    assert "vault" not in found.rings
    assert ("mfa" in found.rings) == isinstance(content["purposes"], dict)


def test_a_keyring_is_read_as_it_was_written():
    found = read(FRESH)
    assert (found.instance, found.problems) == ("77777777-7777-7777-7777-777777777777", {})
    key = found.rings["vault"].primary
    assert (key.kid, key.state, key.created) == ("vault-2026-11a", State.PRIMARY, datetime(2026, 11, 1, tzinfo=UTC))
    undated = read(with_key(created=""))
    assert undated.rings["vault"].primary.created is None
    text = Keyfile.fresh(("vault",), created=datetime(2026, 11, 1, tzinfo=UTC))
    assert text.startswith('{\n  "instance": "')


def test_two_purposes_never_share_a_key():
    shared = {**FRESH, "purposes": {**FRESH["purposes"], "mfa": FRESH["purposes"]["vault"]}}
    found = read(shared)
    assert (found.problems, list(found.rings)) == ({"mfa": "it shares a key with vault"}, ["vault"])
    gone = {"kid": "old", "state": "destroyed", "key": "", "created": ""}
    both = {purpose: [*keys, gone] for purpose, keys in FRESH["purposes"].items()}
    assert read({**FRESH, "purposes": both}).problems == {}


def test_the_form_of_what_is_bound_never_changes():
    assert canonical() == b"\0\0\0\0"
    assert canonical("a", 12) == b"\0\0\0\2" + b"s\0\0\0\1a" + b"i\0\0\0\00212"


def test_padding_fills_blocks_and_only_its_own_is_taken_off():
    assert [len(pad(b"x" * n)) for n in (0, 62, 63, 64)] == [64, 64, 64, 128]
    assert unpad(pad(b"x" * 63)) == b"x" * 63
    for wrong in (b"", b"x" * 64, b"\x80" + b"\0" * 64, b"x" * 63 + b"\x81", b"\x80" + b"\0" * 127, pad(b"x")[:-1]):
        with pytest.raises(Unreadable):
            unpad(wrong)


def test_a_fingerprint_is_the_mac_it_has_always_been():
    key = Key("fingerprint-a", b"k" * 32)
    signed = b"\0\0\0\3s\0\0\0\x0erv-fingerprints\0\0\0\1is\0\0\0\6secret"
    expected = hmac.new(b"k" * 32, signed, hashlib.sha256).hexdigest()
    assert fingerprint(Ring([key]), "secret", "i") == ("fingerprint-a", expected)
    assert next(fingerprints(Ring([key]), ["secret", "other"], "i", kid="fingerprint-a")) == expected


def test_a_secret_prints_as_six_dots_and_equals_no_text():
    assert (str(Secret("a")), repr(Secret("a"))) == ("••••••", "Secret(••••••)")
    assert Secret("a") != "a"
    assert Secret("a").__eq__("a") is NotImplemented
    assert Secret("\ud800") == Secret("\ud800")


def test_a_missing_key_is_named_in_the_error():
    assert str(UnknownKey("vault-1999-01a")) == "No usable key has the id 'vault-1999-01a'."


def test_a_token_without_padding_is_url_safe_text():
    box = Box(Ring([Key("a", b"k" * 32)]), "mfa")
    token = box.seal("x", bound_to="ann")
    assert token.endswith("=") is False
    for noise in ("a+b/", "UlYB!", "é"):
        with pytest.raises(Unreadable):
            box.open(noise, bound_to="ann")
    with pytest.raises(NotText):
        box.seal("\udfff", bound_to="ann")


def test_keys_of_two_ids_may_have_the_same_bytes_and_are_told_so():
    assert Key("a", b"k" * 32).is_same_as(Key("b", b"k" * 32))
    assert not Key("a", b"k" * 32).is_same_as(Key("a", b"j" * 32))
