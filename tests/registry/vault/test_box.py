"""Small things sealed into a token, and fingerprints."""

import base64
import re
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.vault import Box, Key, NotText, Ring, State, UnknownKey, Unreadable, VaultError, fingerprint

RING = Ring([Key.fresh("mfa-2026-11a")])
BOX = Box(RING, "mfa")


@given(text=st.text(), owner=st.text())
def test_a_token_opens_to_the_same_text(text, owner):
    token = BOX.seal(text, bound_to=owner)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
    assert BOX.open(token, bound_to=owner) == text


def test_a_token_opens_for_its_owner_and_purpose_only():
    boxes = {purpose: Box(RING, purpose) for purpose in ("mfa", "session", "m")}
    places = list(product(boxes, ("ann", "bob", "fa")))
    tokens = {(purpose, owner): boxes[purpose].seal("seed", bound_to=owner) for purpose, owner in places}
    for sealed_for, opened_as in permutations(places, 2):
        with pytest.raises(Unreadable):
            boxes[opened_as[0]].open(tokens[sealed_for], bound_to=opened_as[1])


def test_every_changed_character_is_refused():
    token = BOX.seal("seed", bound_to="ann")
    for position, letter in enumerate(token[:-1]):  # the last character has spare bits
        changed = token[:position] + ("A" if letter != "A" else "B") + token[position + 1 :]
        with pytest.raises(VaultError):
            BOX.open(changed, bound_to="ann")


@given(noise=st.text())
def test_noise_is_refused(noise):
    with pytest.raises(VaultError):
        BOX.open(noise, bound_to="ann")


@pytest.mark.parametrize("token", ["", "=", "é", "a b", "UlY", "UlYBAQ"])
def test_what_is_no_token_is_refused(token):
    with pytest.raises(Unreadable):
        BOX.open(token, bound_to="ann")


def test_every_shortened_token_is_refused():
    token = BOX.seal("seed", bound_to="ann")
    for end in range(len(token)):
        with pytest.raises(VaultError):
            BOX.open(token[:end], bound_to="ann")


def test_a_token_of_a_key_that_is_gone_names_it():
    token = BOX.seal("seed", bound_to="ann")
    with pytest.raises(UnknownKey, match="mfa-2026-11a"):
        Box(Ring([Key.fresh("mfa-2027-01a")]), "mfa").open(token, bound_to="ann")


def test_a_token_of_the_last_key_still_opens():
    token = BOX.seal("seed", bound_to="ann")
    rotated = Ring([Key.fresh("new"), Key("mfa-2026-11a", RING.primary.expose(), State.DECRYPT_ONLY)])
    assert Box(rotated, "mfa").open(token, bound_to="ann") == "seed"


def test_a_token_does_not_show_the_text_or_repeat():
    tokens = {BOX.seal("canary", bound_to="ann") for _ in range(100)}
    assert len(tokens) == 100
    assert not any(b"canary" in base64.urlsafe_b64decode(token + "==") for token in tokens)


def test_half_a_character_is_refused():
    with pytest.raises(NotText):
        BOX.seal("\ud800", bound_to="ann")


def test_one_text_has_one_fingerprint_under_one_key_and_instance():
    ring = Ring([Key.fresh("fingerprint-a")])
    kid, digest = fingerprint(ring, "secret", "district-1")
    assert (kid, digest) == fingerprint(ring, "secret", "district-1")
    assert kid == "fingerprint-a"
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    others = [
        fingerprint(ring, "Secret", "district-1"),
        fingerprint(ring, "secret", "district-2"),
        fingerprint(ring, "secretdistrict", "-1"),
        fingerprint(Ring([Key.fresh("fingerprint-a")]), "secret", "district-1"),
    ]
    assert digest not in {other for _, other in others}


def test_a_fingerprint_can_be_compared_with_one_of_the_last_key():
    last = Key.fresh("last")
    _, before = fingerprint(Ring([last]), "secret", "i")
    ring = Ring([Key.fresh("new"), Key("last", last.expose(), State.DECRYPT_ONLY)])
    assert fingerprint(ring, "secret", "i", kid="last") == ("last", before)
    assert fingerprint(ring, "secret", "i")[0] == "new"
    with pytest.raises(UnknownKey):
        fingerprint(ring, "secret", "i", kid="older")


def test_a_token_is_renewed_under_the_new_key_and_says_the_same():
    token = BOX.seal("seed", bound_to="ann")
    rotated = Box(Ring([Key.fresh("new"), Key("mfa-2026-11a", RING.primary.expose(), State.DECRYPT_ONLY)]), "mfa")
    renewed = rotated.renew(token, bound_to="ann")
    assert (Box.kid_of(token), Box.kid_of(renewed)) == ("mfa-2026-11a", "new")
    assert rotated.open(renewed, bound_to="ann") == "seed"
    assert (rotated.opens(renewed, bound_to="ann"), rotated.opens(renewed, bound_to="bob")) == (True, False)
    with pytest.raises(Unreadable):
        rotated.renew(token, bound_to="bob")
    with pytest.raises(Unreadable):
        Box.kid_of("nothing of ours")
