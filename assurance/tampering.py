"""D7: whatever is done to what is sealed, it does not open, and what was put back is named (security.md, B2, T1, T7)."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import permutations
from random import Random
from unittest import mock

from django.db import transaction

from accounts import seals
from accounts.actions import credentials
from accounts.models import Account, SecretField, SecretVersion
from assurance import world
from assurance.figure import Figure
from registry.vault import Binding, Key, Ring, Sealed, Secret, State, Vault, VaultError
from tests.cast import Cast, gather
from tests.makers import make_account

FIELDS = ("login", "password", "recovery_email", "recovery_phone", "seed", "notes")
INSTANCE = "4f1c1d2e-0000-4000-8000-000000000000"


@dataclass
class Count:
    """What was tried, and what was not refused as it must be."""

    tried: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect_refusal(self, kind: str, open_: Callable[[], Secret]) -> None:
        """One try: a typed error, and nothing else."""
        self.tried[kind] = self.tried.get(kind, 0) + 1
        try:
            open_()
        except VaultError:
            return
        except Exception as other:  # noqa: BLE001  # whatever else it is, is the finding
            self.wrong.append(f"{kind}: {type(other).__name__} instead of a typed refusal")
        else:
            self.wrong.append(f"{kind}: it opened")


def main(*, full: bool) -> None:
    """Bytes, swaps, labels and lengths in memory; what was put back in a database."""
    count, chance = Count(), Random(7)
    vault = Vault(Ring([Key.fresh("vault-b"), Key.fresh("vault-a", State.DECRYPT_ONLY)]), INSTANCE)
    places = [Binding(INSTANCE, f"account-{n}", each, 0, 1) for n in range(50) for each in FIELDS]
    sealed = {place: vault.seal("canary " * (1 + n % 9), bound_to=place) for n, place in enumerate(places)}
    some = chance.sample(places, 300 if full else 100)
    for place in some:
        _bend(count, vault, place, sealed[place])
    for to, source in permutations(places, 2):
        count.expect_refusal("swaps", lambda to=to, source=source: vault.open(sealed[source], bound_to=to))  # type: ignore[misc]
    world.begin()
    rolled, named = _put_back(gather(), 8 if not full else 40, count)
    broken = _swaps_without_binding(places)
    total = sum(count.tried.values())
    detail = ", ".join(f"{number} {kind}" for kind, number in count.tried.items())
    Figure(
        "D7", "tampering is refused", total - len(count.wrong), total, broken == len(places) - 1,
        f"without binding {broken} of {len(places) - 1} swaps opened", f"{detail}; {named} of {rolled} put back were named",
        tuple(count.wrong),
    ).tell()  # fmt: skip


def _bend(count: Count, vault: Vault, place: Binding, sealed: Sealed) -> None:
    """Every byte of it, every length, every label."""
    for part in ("blob", "wrapped_key"):
        whole = getattr(sealed, part)
        for position in range(len(whole)):
            bent = bytearray(whole)
            bent[position] ^= 1 << position % 8
            _try(count, "byte flips", vault, replace(sealed, **{part: bytes(bent)}), place)
        for end in range(len(whole)):
            _try(count, "truncations", vault, replace(sealed, **{part: whole[:end]}), place)
        _try(count, "labels", vault, replace(sealed, **{part: whole + b"\0"}), place)
        for at, value in ((2, 0), (2, 2), (2, 255), (3, 0), (3, 2), (3, 255)):
            _try(
                count, "labels", vault, replace(sealed, **{part: whole[:at] + bytes([value]) + whole[at + 1 :]}), place
            )
    for kid in ("vault-a", "vault-c", "", "Vault-b", "vault-b\0"):
        _try(count, "labels", vault, replace(sealed, kid=kid), place)
    for other in (
        replace(place, version=2), replace(place, slot=1), replace(place, field="notes " + place.field),
        replace(place, account=place.account + " "), replace(place, instance=INSTANCE.replace("4", "5")),
    ):  # fmt: skip
        _try(count, "labels", vault, sealed, other)


def _try(count: Count, kind: str, vault: Vault, sealed: Sealed, place: Binding) -> None:
    count.expect_refusal(kind, lambda: vault.open(sealed, bound_to=place))


def _put_back(cast: Cast, accounts: int, count: Count) -> tuple[int, int]:
    """Old versions in the place of new ones, by each way a database allows; how many, and how many were named."""
    made = [make_account(cast, "deposited") for _ in range(accounts)]
    for account in made:
        for turn in range(3):
            values = {SecretField(name): Secret(f"{name} {turn} of {account.pk}") for name in ("password", "notes")}
            credentials.deposit(account, values=values, by=cast.coach)
    if any(True for _ in seals.findings()):
        count.wrong.append("the vault was not well before anything was done to it")
    tried = named = 0
    for account, way in _ways(made):
        with transaction.atomic():
            way()
            found = {(one.account, one.kind) for one in seals.findings()}
            transaction.set_rollback(True)
        tried += 1
        if {uuid for uuid, _ in found} == {str(account.uuid)}:
            named += 1
        else:
            count.wrong.append(f"put back in {account.handle} and named as {sorted(found)}")
    count.tried["rollbacks"] = tried
    return tried, named


def _ways(accounts: list[Account]) -> Iterator[tuple[Account, Callable[[], None]]]:
    for account in accounts:
        for name in ("password", "notes"):
            rows = list(account.secrets.filter(field=name).order_by("version"))
            for old in rows[:-1]:
                yield account, lambda rows=rows, old=old: _make_current(rows, old)  # type: ignore[misc]
                yield account, lambda rows=rows, old=old: _write_over(rows[-1], old)  # type: ignore[misc]
            yield account, lambda rows=rows: _forget(rows)  # type: ignore[misc]


def _make_current(rows: list[SecretVersion], old: SecretVersion) -> None:
    _rows(*rows).update(is_current=False)
    _rows(old).update(is_current=True, state="deposited", superseded_at=None)


def _write_over(new: SecretVersion, old: SecretVersion) -> None:
    _rows(new).update(kid=old.kid, wrapped_key=old.wrapped_key, blob=old.blob, fingerprint=old.fingerprint)


def _forget(rows: list[SecretVersion]) -> None:
    """As if the last deposit had never been."""
    rows[-1].exposures.all().delete()
    _rows(rows[-1]).delete()
    _make_current(rows[:-1], rows[-2])


def _rows(*rows: SecretVersion) -> "SecretVersion.objects":  # type: ignore[name-defined]
    return SecretVersion.objects.filter(pk__in=[row.pk for row in rows])


def _swaps_without_binding(places: list[Binding]) -> int:
    """The broken variant: nothing is bound to where it belongs, so a neighbour's secret opens."""
    opened = 0
    with mock.patch("registry.vault.envelope._associated", lambda *_: b""):
        vault = Vault(Ring([Key.fresh("vault-a")]), INSTANCE)
        sealed = [vault.seal("canary", bound_to=place) for place in places]
        for one, other in zip(places, sealed[1:], strict=False):
            with suppress(VaultError):
                opened += vault.open(other, bound_to=one) == Secret("canary")
    return opened
