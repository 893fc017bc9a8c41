"""Keys and rings keep their rules."""

import copy
import hashlib
import hmac
import pickle
from datetime import UTC, datetime

import pytest

from registry.vault import BadKey, Key, Ring, State, UnknownKey


def a_day(number):
    return datetime(2026, 11, number, tzinfo=UTC)


def test_a_ring_is_newest_first():
    keys = [
        Key.fresh("b", State.DECRYPT_ONLY, a_day(2)),
        Key.fresh("c", State.PENDING, a_day(3)),
        Key.fresh("a", State.PRIMARY, a_day(1)),
    ]
    assert [key.kid for key in Ring(keys)] == ["c", "b", "a"]
    assert Ring(keys).primary.kid == "a"
    assert len(Ring(keys)) == 3


@pytest.mark.parametrize(
    "states", [[], [State.PENDING], [State.DECRYPT_ONLY, State.PENDING], [State.PRIMARY, State.PRIMARY]]
)
def test_a_ring_has_exactly_one_primary(states):
    with pytest.raises(BadKey, match="exactly one primary"):
        Ring(Key.fresh(f"k{number}", state) for number, state in enumerate(states))


def test_two_keys_of_a_ring_cannot_share_an_id():
    with pytest.raises(BadKey, match="same id"):
        Ring([Key.fresh("a"), Key.fresh("a", State.DECRYPT_ONLY)])


def test_a_ring_gives_every_key_but_a_destroyed_one():
    ring = Ring(
        [
            Key.fresh("a"),
            Key.fresh("b", State.PENDING),
            Key.fresh("c", State.DECRYPT_ONLY),
            Key("d", b"", State.DESTROYED),
        ]
    )
    assert [ring.key(kid).kid for kid in "abc"] == ["a", "b", "c"]
    for kid in ("d", "e"):
        with pytest.raises(UnknownKey, match=kid) as refused:
            ring.key(kid)
        assert refused.value.kid == kid


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_has_32_bytes(size):
    with pytest.raises(BadKey):
        Key("a", bytes(size))


def test_a_destroyed_key_has_none_and_does_nothing():
    gone = Key("a", b"", State.DESTROYED)
    for use in (gone.expose, gone.cipher, lambda: gone.mac(b""), lambda: gone.check_value):
        with pytest.raises(UnknownKey):
            use()
    with pytest.raises(BadKey):
        Key("a", bytes(32), State.DESTROYED)


@pytest.mark.parametrize("kid", ["", "A", "a b", "-a", "a-", "ä", "a" * 65, "a\n", "a/b"])
def test_an_id_is_plain(kid):
    with pytest.raises(BadKey):
        Key.fresh(kid)


def test_the_check_value_is_the_start_of_an_hmac():
    material = bytes(range(32))
    assert Key("a", material).check_value == hmac.new(material, b"kcv", hashlib.sha256).hexdigest()[:16]


def test_fresh_keys_differ():
    assert len({Key.fresh("a").expose() for _ in range(100)}) == 100


def test_a_key_shows_nothing_of_itself_and_cannot_be_carried_away():
    material = b"k" * 32
    key = Key("vault-a", material)
    shown = f"{key} {key!r} {[key]} {Ring([key])!r}"
    assert "kkkk" not in shown
    assert "6b6b" not in shown
    for take in (pickle.dumps, copy.copy, copy.deepcopy, vars):
        with pytest.raises(TypeError):
            take(key)
