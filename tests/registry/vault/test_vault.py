"""What is sealed opens in its own place, and nowhere else."""

from dataclasses import replace
from itertools import permutations, product

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.vault import (
    Binding,
    Key,
    NotText,
    Ring,
    Sealed,
    Secret,
    State,
    UnknownAlgorithm,
    UnknownFormat,
    UnknownKey,
    Unreadable,
    Vault,
    VaultError,
    WrongInstance,
)

HERE = Binding("district-1", "account-1", "password", 0, 1)
RING = Ring([Key.fresh("vault-2026-11a")])
VAULT = Vault(RING, "district-1")


def flipped(data):
    """The bytes, each flipped in turn, by one bit and by all."""
    for position, mask in product(range(len(data)), (0x01, 0x80, 0xFF)):
        yield data[:position] + bytes([data[position] ^ mask]) + data[position + 1 :]


@given(text=st.text())
def test_what_is_sealed_opens_to_the_same_text(text):
    sealed = VAULT.seal(text, bound_to=HERE)
    assert VAULT.open(sealed, bound_to=HERE) == Secret(text)


@given(here=st.builds(Binding, st.just("district-1"), st.text(), st.text(), st.integers(), st.integers()))
def test_any_place_can_be_bound_to(here):
    assert VAULT.open(VAULT.seal("x", bound_to=here), bound_to=here).expose() == "x"


@pytest.mark.parametrize(
    "text", ["", "\x00", "\x80\x00", "ends in nul\x00\x00", "é" * 10_000, "a" * 10_000, "👩‍👧 𝕊", "e\u0301"]
)
def test_odd_texts_come_back_unchanged(text):
    assert VAULT.open(VAULT.seal(text, bound_to=HERE), bound_to=HERE).expose() == text


def test_a_secret_can_be_sealed_as_it_is():
    assert VAULT.open(VAULT.seal(Secret("x"), bound_to=HERE), bound_to=HERE).expose() == "x"


def test_half_a_character_is_refused_without_telling_the_text():
    with pytest.raises(NotText) as refused:
        VAULT.seal("canary\ud800", bound_to=HERE)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert "canary" not in repr(refused.value)


def test_the_text_is_not_in_what_is_stored():
    sealed = VAULT.seal("canary" * 20, bound_to=HERE)
    assert b"canary" not in sealed.blob + sealed.wrapped_key
    assert "canary" not in repr(sealed)


def test_the_data_key_is_not_in_what_is_stored_in_the_clear():
    sealed = VAULT.seal("x", bound_to=HERE)
    own = VAULT._unwrap(sealed, HERE).expose()
    assert len(own) == 32
    assert own not in sealed.blob + sealed.wrapped_key


def test_sealing_twice_gives_two_keys_and_two_forms():
    one, two = (VAULT.seal("same", bound_to=HERE) for _ in range(2))
    assert one.blob != two.blob
    with pytest.raises(Unreadable):
        VAULT.open(replace(one, wrapped_key=two.wrapped_key), bound_to=HERE)
    with pytest.raises(Unreadable):
        VAULT.open(replace(one, blob=two.blob), bound_to=HERE)


def test_every_flipped_byte_of_the_blob_is_refused():
    sealed = VAULT.seal("password", bound_to=HERE)
    for changed in flipped(sealed.blob):
        with pytest.raises(Unreadable):
            VAULT.open(replace(sealed, blob=changed), bound_to=HERE)


def test_every_flipped_byte_of_the_wrapped_key_is_refused():
    sealed = VAULT.seal("password", bound_to=HERE)
    for changed in flipped(sealed.wrapped_key):
        for use in (VAULT.open, VAULT.rewrap):
            with pytest.raises(Unreadable):
                use(replace(sealed, wrapped_key=changed), bound_to=HERE)


def test_every_shortened_or_lengthened_form_is_refused():
    sealed = VAULT.seal("password", bound_to=HERE)
    for name in ("blob", "wrapped_key"):
        whole = getattr(sealed, name)
        for changed in [whole[:end] for end in range(len(whole))] + [whole[1:], whole + b"\x00", whole + whole]:
            with pytest.raises(Unreadable):
                VAULT.open(replace(sealed, **{name: changed}), bound_to=HERE)


@given(noise=st.binary(max_size=300))
def test_noise_is_refused(noise):
    sealed = VAULT.seal("password", bound_to=HERE)
    for changed in (replace(sealed, blob=noise), replace(sealed, wrapped_key=noise)):
        with pytest.raises(Unreadable):
            VAULT.open(changed, bound_to=HERE)


PLACES = [
    Binding(*place)
    for place in product(
        ("district-1", "district-2"),
        ("account-1", "account-2"),
        ("password", "login", "backup_code"),
        (0, 1),
        (1, 2, 11),
    )
]


def swaps_that_open(seal, opens):
    """Among all ordered pairs of places, those where what was sealed for the first opens in the second."""
    sealed = {place: seal(place) for place in PLACES}
    return [(a, b) for a, b in permutations(PLACES, 2) if opens(sealed[a], b)]


def test_nothing_opens_in_another_place():
    vaults = {name: Vault(RING, name) for name in ("district-1", "district-2")}  # one ring: only the binding differs

    def seal(place):
        return vaults[place.instance].seal(f"secret of {place}", bound_to=place)

    def opens(sealed, place):
        try:
            vaults[place.instance].open(sealed, bound_to=place)
        except Unreadable:
            return False
        return True

    assert len(list(permutations(PLACES, 2))) == 5112
    assert swaps_that_open(seal, opens) == []
    assert all(opens(seal(place), place) for place in PLACES)


def test_without_a_binding_every_swap_would_open():
    """The negative control: the same measure finds the swaps where nothing is bound."""
    cipher = AESGCM(bytes(32))

    def opens(sealed, _place):
        return cipher.decrypt(sealed[:12], sealed[12:], None) != b""

    def seal(place):
        nonce = repr(place).encode().ljust(12)[-12:]
        return nonce + cipher.encrypt(nonce, repr(place).encode(), None)

    assert len(swaps_that_open(seal, opens)) == 5112


def test_a_wrapped_key_moves_no_better_than_a_blob():
    there = replace(HERE, account="account-2")
    sealed = VAULT.seal("x", bound_to=there)
    with pytest.raises(Unreadable):
        VAULT.rewrap(sealed, bound_to=HERE)


def test_parts_that_run_into_each_other_are_told_apart():
    sealed = VAULT.seal("x", bound_to=replace(HERE, account="ab", field="c"))
    with pytest.raises(Unreadable):
        VAULT.open(sealed, bound_to=replace(HERE, account="a", field="bc"))
    sealed = VAULT.seal("x", bound_to=replace(HERE, slot=1, version=11))
    with pytest.raises(Unreadable):
        VAULT.open(sealed, bound_to=replace(HERE, slot=11, version=1))


def test_a_vault_seals_only_for_its_own_instance():
    with pytest.raises(WrongInstance):
        VAULT.seal("x", bound_to=replace(HERE, instance="district-2"))


@pytest.mark.parametrize("name", ["blob", "wrapped_key"])
@pytest.mark.parametrize(("position", "error"), [(2, UnknownFormat), (3, UnknownAlgorithm)])
@pytest.mark.parametrize("number", [0, 2, 255])
def test_another_format_or_algorithm_is_refused_by_name(name, position, error, number):
    sealed = VAULT.seal("x", bound_to=HERE)
    data = bytearray(getattr(sealed, name))
    data[position] = number
    with pytest.raises(error, match=str(number)):
        VAULT.open(replace(sealed, **{name: bytes(data)}), bound_to=HERE)


def test_a_key_that_the_ring_does_not_hold_is_named():
    sealed = VAULT.seal("x", bound_to=HERE)
    other = Vault(Ring([Key.fresh("vault-2027-01a")]), "district-1")
    for use in (other.open, other.rewrap):
        with pytest.raises(UnknownKey, match="vault-2026-11a"):
            use(sealed, bound_to=HERE)
    with pytest.raises(UnknownKey, match="elsewhere"):
        VAULT.open(replace(sealed, kid="elsewhere"), bound_to=HERE)


def test_another_key_of_the_same_id_opens_nothing():
    sealed = VAULT.seal("x", bound_to=HERE)
    other = Vault(Ring([Key.fresh("vault-2026-11a")]), "district-1")
    with pytest.raises(Unreadable):
        other.open(sealed, bound_to=HERE)


def test_a_row_relabelled_to_another_key_of_the_ring_is_refused():
    ring = Ring([Key.fresh("new"), Key("old", RING.primary.expose(), State.DECRYPT_ONLY)])
    sealed = Vault(ring, "district-1").seal("x", bound_to=HERE)
    with pytest.raises(Unreadable):
        Vault(ring, "district-1").open(replace(sealed, kid="old"), bound_to=HERE)


def test_a_row_names_the_same_key_as_its_wrapped_key_even_if_two_ids_share_one():
    twins = Ring([RING.primary, Key("twin", RING.primary.expose(), State.DECRYPT_ONLY)])
    sealed = Vault(twins, "district-1").seal("x", bound_to=HERE)
    with pytest.raises(Unreadable, match="two different keys"):
        Vault(twins, "district-1").open(replace(sealed, kid="twin"), bound_to=HERE)


def rings_around_a_rotation():
    old, new = Key.fresh("old"), Key.fresh("new").expose()
    during = Ring([Key("old", old.expose(), State.DECRYPT_ONLY), Key("new", new)])
    after = Ring([Key("old", b"", State.DESTROYED), Key("new", new)])
    return [Vault(ring, "district-1") for ring in (Ring([old]), during, after)]


def test_rewrapping_leaves_the_blob_and_needs_the_old_key_no_longer():
    before, during, after = rings_around_a_rotation()
    sealed = before.seal("x", bound_to=HERE)
    assert (before.is_newest(sealed), during.is_newest(sealed)) == (True, False)
    assert during.open(sealed, bound_to=HERE).expose() == "x"
    with pytest.raises(UnknownKey):
        after.open(sealed, bound_to=HERE)

    renewed = during.rewrap(sealed, bound_to=HERE)
    assert (renewed.kid, renewed.blob) == ("new", sealed.blob)
    assert renewed.wrapped_key != sealed.wrapped_key
    assert b"old" not in renewed.wrapped_key + renewed.blob
    assert during.is_newest(renewed)
    assert after.open(renewed, bound_to=HERE).expose() == "x"
    with pytest.raises(UnknownKey):
        before.open(renewed, bound_to=HERE)


def test_rewrapping_opens_no_secret():
    before, during, _ = rings_around_a_rotation()
    sealed = before.seal("x", bound_to=HERE)
    broken = replace(sealed, blob=sealed.blob[:-1] + bytes([sealed.blob[-1] ^ 1]))
    assert during.rewrap(broken, bound_to=HERE).blob == broken.blob
    with pytest.raises(Unreadable):
        during.open(broken, bound_to=HERE)


def test_new_secrets_are_sealed_under_the_primary_even_if_a_newer_key_is_pending():
    ring = Ring([Key.fresh("now"), Key.fresh("next", State.PENDING)])
    assert Vault(ring, "district-1").seal("x", bound_to=HERE).kid == "now"


def test_padding_hides_the_length_up_to_63_bytes():
    lengths = {size: len(VAULT.seal("a" * size, bound_to=HERE).blob) for size in (0, 1, 6, 20, 63, 64, 127, 128)}
    smallest = lengths[0]
    assert lengths == {
        0: smallest,
        1: smallest,
        6: smallest,
        20: smallest,
        63: smallest,
        64: smallest + 64,
        127: smallest + 64,
        128: smallest + 128,
    }


def test_no_nonce_and_no_data_key_comes_twice_in_ten_thousand():
    seen = set()
    for _ in range(10_000):
        sealed = VAULT.seal("", bound_to=HERE)
        for data in (sealed.blob, sealed.wrapped_key):
            start = 5 + data[4]
            seen.add(data[start : start + 12])
        seen.add(sealed.blob[5 : 5 + sealed.blob[4]])
    assert len(seen) == 30_000


def test_a_blob_from_the_database_may_be_a_memoryview():
    sealed = VAULT.seal("x", bound_to=HERE)
    from_database = Sealed(sealed.kid, memoryview(sealed.wrapped_key), memoryview(sealed.blob))
    assert VAULT.open(from_database, bound_to=HERE).expose() == "x"


def test_what_was_sealed_before_still_opens():
    """A stored form of this release, kept as bytes: whoever changes the format must keep reading it."""
    ring = Ring([Key("vault-2026-11a", bytes(range(32)))])
    kept = Sealed(
        "vault-2026-11a",
        bytes.fromhex(
            "525601010e7661756c742d323032362d3131614ec8ae3a08a792d9a3970a63f5bd02fcf6387fef9fc1bec941c3a694d34022f29ee657f53b03cd4ff39dfca599295ee31012a965e120cfb0cd4d2f9b"
        ),
        bytes.fromhex(
            "525601012061316331326566626362353162333564376530623335343533353337633230622b38a9564bea3a01fa0a8d8f7054895179a4077bcfa87a540f8b34056bf95f79f94cfc58efdc52d17f3d18f4ea4b832810473eeef524a4808b512f152cdccc0a7f4f1724d5944420889476da11e2c396e2061e63754e5e37330d6172"
        ),
    )
    assert Vault(ring, "district-1").open(kept, bound_to=HERE).expose() == "kept since 2026"


@settings(max_examples=300)
@given(blob=st.binary(max_size=200), wrapped=st.binary(max_size=200), kid=st.text(max_size=20))
def test_whatever_a_row_holds_the_error_is_ours(blob, wrapped, kid):
    header = b"RV\x01\x01"
    for sealed in (Sealed(kid, wrapped, blob), Sealed("vault-2026-11a", header + wrapped, header + blob)):
        with pytest.raises(VaultError):
            VAULT.open(sealed, bound_to=HERE)
