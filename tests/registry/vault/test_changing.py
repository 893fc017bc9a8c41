"""A keyring is changed as a whole text, and only into one that can be used."""

import json
from datetime import UTC, datetime

import pytest

from registry.vault import BadKey, Keyfile, State, with_added, with_destroyed, with_promoted

CREATED = datetime(2026, 11, 27, 9, tzinfo=UTC)
NEXT = datetime(2026, 11, 28, 9, tzinfo=UTC)
FRESH = Keyfile.fresh(("vault", "mfa"), created=CREATED)


def states(text: str, purpose: str = "vault") -> dict[str, str]:
    return {one["kid"]: one["state"] for one in json.loads(text)["purposes"][purpose]}


def keys(text: str, purpose: str = "vault") -> dict[str, str]:
    return {one["kid"]: one["key"] for one in json.loads(text)["purposes"][purpose]}


def test_a_key_is_added_pending_with_an_id_of_its_own() -> None:
    text, kid = with_added(FRESH, "vault", created=NEXT)
    assert (kid, states(text)) == ("vault-2026-11b", {"vault-2026-11b": "pending", "vault-2026-11a": "primary"})
    assert keys(text)["vault-2026-11a"] == keys(FRESH)["vault-2026-11a"]
    assert keys(text, "mfa") == keys(FRESH, "mfa")
    assert json.loads(text)["instance"] == json.loads(FRESH)["instance"]
    ring = Keyfile.read(text, ["vault"]).rings["vault"]
    assert (ring.primary.kid, ring.key(kid).state, ring.key(kid).created) == ("vault-2026-11a", State.PENDING, NEXT)
    assert ring.key(kid).expose() != ring.primary.expose()


def test_only_one_key_is_pending() -> None:
    text, kid = with_added(FRESH, "vault", created=NEXT)
    with pytest.raises(BadKey, match=f"the key {kid} is pending already: promote it first"):
        with_added(text, "vault", created=NEXT)
    assert with_added(text, "mfa", created=NEXT)[1] == "mfa-2026-11b"


def test_ids_go_on_after_z_and_none_is_used_twice() -> None:
    text = FRESH
    seen = ["vault-2026-11a"]
    for _ in range(28):
        text, kid = with_added(text, "vault", created=NEXT)
        text = with_promoted(text, "vault", kid)
        seen.append(kid)
    assert seen[-3:] == ["vault-2026-11aa", "vault-2026-11ab", "vault-2026-11ac"]
    assert len(set(seen)) == len(states(text)) == 29


def test_promoting_leaves_one_that_seals() -> None:
    text, kid = with_added(FRESH, "vault", created=NEXT)
    changed = with_promoted(text, "vault", kid)
    assert states(changed) == {kid: "primary", "vault-2026-11a": "decrypt_only"}
    assert keys(changed) == keys(text)
    with pytest.raises(BadKey, match="is primary"):
        with_promoted(changed, "vault", kid)
    with pytest.raises(BadKey, match="is decrypt only"):
        with_promoted(changed, "vault", "vault-2026-11a")


def test_destroying_takes_the_bytes_and_leaves_the_id() -> None:
    text, kid = with_added(FRESH, "vault", created=NEXT)
    changed = with_destroyed(with_promoted(text, "vault", kid), "vault", "vault-2026-11a")
    assert (states(changed)["vault-2026-11a"], keys(changed)["vault-2026-11a"]) == ("destroyed", "")
    assert keys(changed)[kid] == keys(text)[kid]
    with pytest.raises(BadKey, match="is destroyed"):
        with_destroyed(changed, "vault", "vault-2026-11a")
    with pytest.raises(BadKey, match="is primary"):
        with_destroyed(changed, "vault", kid)
    assert states(with_destroyed(text, "vault", kid))[kid] == "destroyed"


@pytest.mark.parametrize("change", [with_promoted, with_destroyed])
def test_a_key_that_is_not_there_is_not_changed(change) -> None:
    with pytest.raises(BadKey, match="there is no key vault-1999-01a"):
        change(FRESH, "vault", "vault-1999-01a")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", FRESH.replace("primary", "pending"), FRESH.replace("vault-", "v-", 0)]
)
def test_a_keyring_that_cannot_be_used_is_not_changed(text: str) -> None:
    spoilt = text if text != FRESH else json.dumps({**json.loads(FRESH), "purposes": {}})
    with pytest.raises(BadKey):
        with_added(spoilt, "vault", created=NEXT)


def test_what_we_do_not_know_in_a_keyring_stays() -> None:
    content = json.loads(FRESH) | {"note": "in the safe"}
    content["purposes"]["vault"][0]["where"] = "room 4"
    text, _kid = with_added(json.dumps(content), "vault", created=NEXT)
    told = json.loads(text)
    assert (told["note"], told["purposes"]["vault"][1]["where"]) == ("in the safe", "room 4")
