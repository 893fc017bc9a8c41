"""What the room does at its limits: the smallest form, one sign too many, a key ring in any state."""

import base64
import json
from datetime import UTC, datetime

import pytest

from registry.vault import (
    BadKey,
    Binding,
    Box,
    Key,
    Keyfile,
    Ring,
    State,
    UnknownFormat,
    Unreadable,
    Vault,
    with_added,
    with_destroyed,
    with_promoted,
)
from registry.vault.envelope import close, pad, read, unpad
from registry.vault.keyfile import as_entry

KEY = Key("vault-2026-11a", b"k" * 32)
RING = Ring([KEY])
HERE = Binding("district-1", "account-1", "password", 0, 1)
CREATED = datetime(2026, 11, 27, 9, tzinfo=UTC)


def test_the_smallest_stored_form_is_read_and_one_byte_less_is_not():
    smallest = close(KEY, b"", bound_to=("somewhere",))
    assert len(read(smallest).ciphertext) == 16
    with pytest.raises(Unreadable, match="cut short"):
        read(smallest[:-1])
    with pytest.raises(UnknownFormat, match="2"):  # five bytes are enough to say which release wrote it
        read(b"RV\x02\x01\x00")
    with pytest.raises(Unreadable, match="not something the vault has sealed"):
        read(b"RV\x02\x01")


def test_a_whole_block_of_padding_too_many_is_refused():
    with pytest.raises(Unreadable):
        unpad(pad(b"x" * 63) + bytes(64))


def test_nothing_but_zeros_follows_the_mark_where_padding_begins():
    assert unpad(b"x" * 62 + b"\x80\x00") == b"x" * 62
    for other in {*range(1, 256)} - {0x80}:
        with pytest.raises(Unreadable):
            unpad(b"x" * 62 + bytes([0x80, other]))


def test_signs_that_no_token_has_are_not_passed_over():
    token = Box(RING, "mfa").seal("seed", bound_to="ann")
    with pytest.raises(Unreadable):
        Box(RING, "mfa").open(f"{token[:8]}!!!!{token[8:]}", bound_to="ann")


def test_signs_that_no_key_has_are_not_passed_over_and_a_key_is_written_without_filling():
    content = json.loads(Keyfile.fresh(("vault",), created=CREATED))
    key = content["purposes"]["vault"][0]
    assert (len(key["key"]), key["created"]) == (43, CREATED.isoformat())
    key["key"] = f"{key['key'][:8]}!!!!{key['key'][8:]}"
    assert "must have 32 bytes" in Keyfile.read(json.dumps(content), ["vault"]).problems["vault"]


def test_a_key_without_a_date_is_written_with_none():
    bytes_of_it = base64.urlsafe_b64encode(b"k" * 32).decode().rstrip("=")
    assert as_entry(KEY) == {"kid": KEY.kid, "state": "primary", "key": bytes_of_it, "created": ""}


def test_a_changed_keyring_is_laid_out_for_reading_with_the_newest_key_first():
    text, kid = with_added(Keyfile.fresh(("vault",), created=CREATED), "vault", created=CREATED)
    assert text == json.dumps(json.loads(text), indent=2) + "\n"
    assert [one["kid"] for one in json.loads(text)["purposes"]["vault"]] == [kid, "vault-2026-11a"]


def test_a_destroyed_key_stays_destroyed_when_the_next_one_is_promoted():
    text = Keyfile.fresh(("vault",), created=CREATED)
    for gone in ("vault-2026-11a", "vault-2026-11b"):
        text, kid = with_added(text, "vault", created=CREATED)
        text = with_destroyed(with_promoted(text, "vault", kid), "vault", gone)
    states = [key.state for key in Keyfile.read(text, ["vault"]).rings["vault"]]
    assert sorted(states) == sorted([State.PRIMARY, State.DESTROYED, State.DESTROYED])
    with pytest.raises(BadKey, match="is destroyed"):
        with_promoted(text, "vault", "vault-2026-11b")


def test_a_vault_opens_nothing_of_another_installation_even_with_its_keys_and_place():
    sealed = Vault(RING, "district-1").seal("x", bound_to=HERE)
    for use in (Vault(RING, "district-2").open, Vault(RING, "district-2").check, Vault(RING, "district-2").rewrap):
        with pytest.raises(Unreadable, match="another installation"):
            use(sealed, bound_to=HERE)
    assert Vault(RING, "district-1").check(sealed, bound_to=HERE) is None


def test_the_key_of_one_secret_has_an_id_of_128_bits():
    assert len(read(Vault(RING, "district-1").seal("x", bound_to=HERE).blob).kid) == 32


class Spoiling(Vault):
    """Wraps another key than it was given."""

    __slots__ = ()

    def _wrap(self, own: Key, bound_to: Binding) -> bytes:
        return super()._wrap(Key.fresh(own.kid), bound_to)


def test_what_was_wrapped_wrong_is_not_handed_out():
    sealed = Vault(RING, "district-1").seal("x", bound_to=HERE)
    with pytest.raises(Unreadable, match="came out different"):
        Spoiling(RING, "district-1").rewrap(sealed, bound_to=HERE)


class Mumbling(Box):
    """Seals another text than it was given."""

    __slots__ = ()

    def seal(self, text: str, *, bound_to: str) -> str:
        return super().seal(f"{text}.", bound_to=bound_to)


def test_what_was_sealed_wrong_is_not_handed_out():
    token = Box(RING, "mfa").seal("seed", bound_to="ann")
    with pytest.raises(Unreadable, match="came out different"):
        Mumbling(RING, "mfa").renew(token, bound_to="ann")
