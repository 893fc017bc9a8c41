"""Is every seal of the vault as it was left? Names what was swapped, put back, or does not open; opens no secret.

The database is not trusted (security.md, B2): a wrapped key unwraps only for its own account, field, slot and version,
and the trail keeps the MAC of each blob that was deposited and says which version came last.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Account, SecretField, SecretState, SecretVersion
from registry import audit, clock, heartbeat, keyring
from registry.audit import Event
from registry.people.seeds import unreadable
from registry.vault import Binding, Sealed, UnknownKey, Unreadable, Vault

ACCOUNTS_AT_ONCE = 200
Place = tuple[str, int]
Told = Mapping[str, object]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was left, by the account's name and the field; never a value."""

    kind: str
    account: str
    name: str
    field: str
    slot: int
    version: int
    sentence: str


@dataclass(frozen=True)
class Deposit:
    """What the trail says of one version."""

    at: datetime
    mac: str
    chain_kid: str


@dataclass
class History:
    """What the trail says of one account's secrets: what was deposited, by place and version, and what is over."""

    deposits: dict[Place, dict[int, Deposit]] = field(default_factory=lambda: defaultdict(dict))
    over: set[tuple[str, int, int]] = field(default_factory=set)


@dataclass
class Looked:
    """How many seals a check has looked at so far."""

    seals: int = 0
    accounts: int = 0


def findings(looked: Looked | None = None) -> Iterator[Finding]:
    """Everything that is wrong, account by account; memory does not grow with the rows. Raises VaultSealed."""
    looked, last = looked or Looked(), 0
    while True:
        heartbeat.beat("command")  # a key promoted meanwhile waits for us, or is taken up with the next accounts
        rows = Account.objects.filter(pk__gt=last).select_related("platform").order_by("pk")
        accounts = {row.pk: row for row in rows[:ACCOUNTS_AT_ONCE]}
        if not accounts:
            return
        last, vault = max(accounts), keyring.vault()
        told = _histories(accounts)
        stored: dict[int, list[SecretVersion]] = defaultdict(list)
        for version in SecretVersion.objects.filter(account__in=accounts).order_by("account", "pk"):
            stored[version.account_id].append(version)
        for pk, account in accounts.items():
            looked.accounts += 1
            looked.seals += sum(row.state != SecretState.DESTROYED for row in stored[pk])
            yield from _of_account(account, stored[pk], told[str(account.uuid)], vault)


def _histories(accounts: Mapping[int, Account]) -> dict[str, History]:
    events = (Event.SECRET_DEPOSITED, Event.SECRET_REFUSED, Event.SECRET_SUPERSEDED, Event.SECRET_DESTROYED)
    entries = audit.entries_about_any(accounts.values()).filter(action__in=events).order_by("seq")
    found: dict[str, History] = defaultdict(History)
    for entry in entries.iterator():
        history, version = found[entry.object_id], entry.secret_version or 0
        facts: Told = entry.after or {}
        slot = int(str(facts.get("slot", 0)))
        if entry.action == Event.SECRET_DEPOSITED:
            deposit = Deposit(entry.at, entry.blob_hmac, entry.chain_kid)
            history.deposits[entry.field_code, slot][version] = deposit
        else:
            history.over.add((entry.field_code, slot, version))
    return found


def _of_account(account: Account, rows: list[SecretVersion], told: History, vault: Vault) -> Iterator[Finding]:
    newest: dict[Place, int] = {}
    for row in rows:
        place = (row.field, row.slot)
        newest[place] = max(newest.get(place, 0), row.version)
        if row.state != SecretState.DESTROYED:
            said = _seal(account, row, vault) or _blob(row, told)
            if said:
                yield _finding(said[0], account, place, row.version, said[1])
        if row.is_current:
            yield from _put_back(account, row, told)
    for place, deposits in told.deposits.items():
        last = max(deposits)
        if last > newest.get(place, 0):
            sentence = f"version {last} was deposited on {_day(deposits[last].at)} and is not there any more"
            yield _finding("rolled back", account, place, last, sentence)


def _seal(account: Account, row: SecretVersion, vault: Vault) -> tuple[str, str] | None:
    place = Binding(vault.instance, str(account.uuid), row.field, row.slot, row.version)
    try:
        vault.check(Sealed(row.kid, bytes(row.wrapped_key), bytes(row.blob)), bound_to=place)
    except UnknownKey as unknown:
        return "unreadable", f"is under the key {unknown.kid}, which the keyring does not have"
    except Unreadable:
        return "unreadable", "does not open: it was changed, or belongs to another account, field or version"
    return None


def _blob(row: SecretVersion, told: History) -> tuple[str, str] | None:
    deposit = told.deposits.get((row.field, row.slot), {}).get(row.version)
    if deposit is None:
        return "unrecorded", "stands in the vault, and the trail knows of no deposit"
    try:
        same = hmac.compare_digest(audit.keyed_by(deposit.chain_kid, "blob", bytes(row.blob)), deposit.mac)
    except audit.NoTrailKey:
        return "untold", f"cannot be compared: the trail's key {deposit.chain_kid} is missing"
    return None if same else ("exchanged", f"is not what was deposited on {_day(deposit.at)}")


def _put_back(account: Account, row: SecretVersion, told: History) -> Iterator[Finding]:
    """A current version that a later one has followed, or that was over: somebody put it back."""
    place = (row.field, row.slot)
    later = {
        number: deposit for number, deposit in told.deposits.get(place, {}).items()
        if number > row.version and (*place, number) not in told.over
    }  # fmt: skip
    if later:
        number = max(later)
        sentence = f"is in use again, though version {number} was deposited on {_day(later[number].at)}"
        yield _finding("rolled back", account, place, row.version, sentence)
    elif (*place, row.version) in told.over:
        yield _finding("rolled back", account, place, row.version, "is in use again, though it was over")


def _finding(kind: str, account: Account, place: Place, version: int, sentence: str) -> Finding:
    label = str(SecretField(place[0]).label) if place[0] in SecretField.values else place[0]
    what = f"{label} {place[1]}" if place[1] else label
    said = f"{account.name}: {what}, version {version}, {sentence}."
    return Finding(kind, str(account.uuid), account.name, place[0], place[1], version, said)


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%B %-d, %Y}"


def seeds() -> Iterator[Finding]:
    """People whose second factor does not open any more, by name."""
    for name in unreadable():
        sentence = f"{name}: the second factor does not open; somebody must reset it."
        yield Finding("unreadable", "", name, "second_factor", 0, 0, sentence)
