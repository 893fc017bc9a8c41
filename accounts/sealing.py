"""The one door between the register and the vault: what a secret is bound to, sealing, opening, fingerprints."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import Account, Drop, Kit, KitHalf, PasswordImport, SecretState, SecretVersion
from accounts.stretches import stretches
from registry import keyring
from registry.vault import Binding, Sealed, Secret, State, Vault, fingerprint, fingerprints

#: Fingerprints looked for in one go.
AT_ONCE = 500


def seal(version: SecretVersion, value: Secret, vault: Vault) -> None:
    """Put the value into a version that is not stored yet; account, field, slot and number must be set."""
    sealed = vault.seal(value, bound_to=_binding(version))
    version.kid, version.wrapped_key, version.blob = sealed.kid, sealed.wrapped_key, sealed.blob
    version.fingerprint_kid, version.fingerprint = _known_by(version.field, value.expose())


def open_sealed(version: SecretVersion, vault: Vault) -> Secret:
    """The value of a stored version. Raises VaultError where it does not open."""
    sealed = Sealed(version.kid, bytes(version.wrapped_key), bytes(version.blob))
    return vault.open(sealed, bound_to=_binding(version))


def is_same(version: SecretVersion, value: Secret) -> bool:
    """Whether the value is the one that this version holds, told by its keyed fingerprint; nothing is opened."""
    if not version.fingerprint:
        return False
    return _fingerprint(value.expose(), kid=version.fingerprint_kid)[1] == version.fingerprint


def contains_one_of(text: str, versions: list[SecretVersion]) -> bool:
    """Whether somebody typed one of these values into a text: its stretches are compared by fingerprint."""
    wanted: dict[str, set[str]] = {}
    for version in versions:
        if version.fingerprint:
            wanted.setdefault(version.fingerprint_kid, set()).add(version.fingerprint)
    parts = stretches(text) if wanted else set()
    ring, instance = keyring.ring("fingerprint"), keyring.instance_id()
    return any(not found.isdisjoint(fingerprints(ring, parts, instance, kid=kid)) for kid, found in wanted.items())


def holding_one_of(texts: Collection[str], versions: "QuerySet[SecretVersion]") -> Iterator[SecretVersion]:
    """Those of the versions that hold one of these values, told by their fingerprints; nothing is opened."""
    ring, instance = keyring.ring("fingerprint"), keyring.instance_id()
    for key in ring if texts else ():
        known = list(fingerprints(ring, texts, instance, kid=key.kid))
        for start in range(0, len(known), AT_ONCE):
            yield from versions.filter(fingerprint_kid=key.kid, fingerprint__in=known[start : start + AT_ONCE])


def counts() -> dict[str, int]:
    """How many secrets stand under each key of the vault; those destroyed stand under none."""
    return _by("kid", SecretVersion.objects.exclude(state=SecretState.DESTROYED))


def passing_counts() -> dict[str, int]:
    """How much that is gone within minutes stands under each key: halves of passphrases, what somebody brought."""
    halves, brought = (_by("kid", model._default_manager.exclude(kid="")) for model in (KitHalf, PasswordImport))
    return {kid: halves.get(kid, 0) + brought.get(kid, 0) for kid in halves | brought}


def drop_counts() -> dict[str, int]:
    """How much of what was left by links stands under each key of the vault."""
    return _by("kid", Drop.objects.exclude(kid=""))


def fingerprint_counts() -> dict[str, int]:
    """How many fingerprints were made under each key; they stay when the value is destroyed."""
    return _by("fingerprint_kid", SecretVersion.objects.exclude(fingerprint=""))


def _by(column: str, rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))


def _fingerprint(text: str, *, kid: str = "") -> tuple[str, str]:
    return fingerprint(keyring.ring("fingerprint"), text, keyring.instance_id(), kid=kid)


def _known_by(field: str, text: str) -> tuple[str, str]:
    """Its fingerprint: under the key by which the value is known already, so that the same is told as the same after a
    new key; else under the newest.
    """
    for key in keyring.ring("fingerprint"):
        if key.state is State.DECRYPT_ONLY:
            kid, found = _fingerprint(text, kid=key.kid)
            if SecretVersion.objects.filter(field=field, fingerprint_kid=kid, fingerprint=found).exists():
                return kid, found
    return _fingerprint(text)


def _binding(version: SecretVersion) -> Binding:
    account: Account = version.account
    return Binding(keyring.instance_id(), str(account.uuid), version.field, version.slot, version.version)


def seal_half(half: KitHalf, words: Secret, vault: Vault) -> None:
    """Put half a passphrase into a row that is not stored yet; kit and slot must be set."""
    sealed = vault.seal(words, bound_to=_half_binding(half))
    half.kid, half.wrapped_key, half.blob = sealed.kid, sealed.wrapped_key, sealed.blob


def open_half(half: KitHalf, vault: Vault) -> Secret:
    """Half a passphrase. Raises VaultError where it does not open."""
    return vault.open(Sealed(half.kid, bytes(half.wrapped_key), bytes(half.blob)), bound_to=_half_binding(half))


def seal_import(batch: PasswordImport, entries: Secret, vault: Vault) -> None:
    """Put what somebody brought into a row that is not stored yet; uuid must be set."""
    sealed = vault.seal(entries, bound_to=_import_binding(batch))
    batch.kid, batch.wrapped_key, batch.blob = sealed.kid, sealed.wrapped_key, sealed.blob


def open_import(batch: PasswordImport, vault: Vault) -> Secret:
    """What somebody brought. Raises VaultError where it does not open."""
    return vault.open(Sealed(batch.kid, bytes(batch.wrapped_key), bytes(batch.blob)), bound_to=_import_binding(batch))


def seal_drop(drop: Drop, values: Secret, vault: Vault) -> None:
    """Put what somebody left into its row."""
    sealed = vault.seal(values, bound_to=_drop_binding(drop))
    drop.kid, drop.wrapped_key, drop.blob = sealed.kid, sealed.wrapped_key, sealed.blob


def open_drop(drop: Drop, vault: Vault) -> Secret:
    """What somebody left. Raises VaultError where it does not open."""
    return vault.open(_held(drop), bound_to=_drop_binding(drop))


def check_drop(drop: Drop, vault: Vault) -> None:
    """Raises VaultError where the key of what somebody left does not unwrap for its link; nothing is opened."""
    vault.check(_held(drop), bound_to=_drop_binding(drop))


def renew_drop(drop: Drop, vault: Vault) -> None:
    """Put the key of what somebody left under the primary one; nothing is opened. Raises VaultError."""
    renewed = vault.rewrap(_held(drop), bound_to=_drop_binding(drop))
    drop.kid, drop.wrapped_key = renewed.kid, renewed.wrapped_key


def _held(drop: Drop) -> Sealed:
    return Sealed(drop.kid, bytes(drop.wrapped_key), bytes(drop.blob))


def _half_binding(half: KitHalf) -> Binding:
    kit: Kit = half.kit
    return Binding(keyring.instance_id(), str(kit.uuid), "kit_half", half.slot, 1)


def _import_binding(batch: PasswordImport) -> Binding:
    return Binding(keyring.instance_id(), str(batch.uuid), f"import:{batch.person_id}", 0, 1)


def _drop_binding(drop: Drop) -> Binding:
    account: Account = drop.account
    return Binding(keyring.instance_id(), str(account.uuid), f"drop:{drop.uuid}", 0, 1)
