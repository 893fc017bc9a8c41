"""Logins from a password manager: brought and sealed, looked at, deposited by the deposit there is, and dropped."""

import uuid
from collections.abc import Mapping

from accounts.actions.depositing import Deposited, Values, deposit
from accounts.actions.import_knowing import note_known
from accounts.actions.locking import locked_person
from accounts.actions.revealing import CannotOpen
from accounts.managers import Brought, NotRead, Read, packed, unpacked
from accounts.models import Account, PasswordImport
from accounts.models.importing import KEPT
from accounts.rules import importing as rules
from accounts.rules.standing import communications_staff
from accounts.sealing import open_import, seal_import
from registry import audit, clock, keyring, outbox
from registry.audit import Event
from registry.people import proof as proofs
from registry.people.models import User
from registry.people.proof import REVEAL_MINUTES, Proof
from registry.vault import VaultError


@audit.act()
def bring(read: Read, *, by: User, proof: Proof | None) -> PasswordImport:
    """Seal what was read for 15 minutes, for this person alone. Raises `Refused`, `VaultSealed`.

    Whoever has the file knows what it holds: what of it is stored already counts as known to them from here on, also
    if they drop it all (docs/decisions/0029).
    """
    locked_person(by)
    rules.check_may_import(by)
    rules.check_not_too_many(by)
    proofs.check_fresh(proof, by, REVEAL_MINUTES)
    drop_due(by=None)
    now = clock.now()
    batch = PasswordImport(
        uuid=uuid.uuid4(), person=by, source=read.source, entries=len(read.entries), skipped=read.skipped, at=now,
        until=now + KEPT,
    )  # fmt: skip
    seal_import(batch, packed(read.entries), keyring.vault())
    batch.save()
    facts = {"entries": batch.entries, "skipped": batch.skipped, "known": note_known(read.entries, by=by)}
    audit.record(Event.IMPORT_READ, by=by, on=batch, after=facts)
    return batch


def note_not_read(why: NotRead, *, by: User) -> None:
    """Write down that a file could not be read; it counts among those of the hour."""
    audit.record_denial(Event.IMPORT_NOT_READ, by=by, reason=str(why), rule=rules.UNREAD)


def entries_of(batch: PasswordImport) -> list[Brought]:
    """What was brought, for the page of whoever brought it. Raises `Stale`, `VaultSealed`, `CannotOpen`."""
    rules.check_waits(batch)
    try:
        return unpacked(open_import(batch, keyring.vault()))
    except VaultError:
        raise CannotOpen from None


@audit.act()
def deposit_all(
    batch: PasswordImport, *, picks: Mapping[int, Account], by: User, proof: Proof | None
) -> dict[int, Deposited]:
    """Deposit each picked entry on its account, all of them or none, and drop the rest.

    `picks` goes by the entry's place in the file. Raises `Refused`, `Stale`, `VaultSealed`, `CannotOpen`.
    """
    batch = _locked(batch)
    rules.check_theirs(batch, by)
    rules.check_may_import(by)
    proofs.check_fresh(proof, by, REVEAL_MINUTES)
    entries = entries_of(batch)
    done: dict[int, Deposited] = {}
    for number, account in sorted(picks.items(), key=lambda pick: pick[1].pk):
        values: Values = dict(entries[number].values.items())
        done[number] = deposit(account, values=values, by=by, together=True)
    batch.deposited = len(picks)
    _close(batch)
    numbers = [account.number for account in picks.values()]
    audit.record(Event.IMPORT_DEPOSITED, by=by, on=batch, after={"entries": batch.entries, "accounts": sorted(numbers)})
    _tell(batch, by)
    return done


def _tell(batch: PasswordImport, by: User) -> None:
    """Communications hears of all of them in one letter, each custodian of their own account (II.7)."""
    for person in communications_staff():
        if person.pk != by.pk:
            key = f"imported:{batch.pk}:{person.pk}"
            outbox.post("accounts/imported", to=person, about=batch, key=key, batch=batch.pk)


@audit.act()
def drop(batch: PasswordImport, *, by: User) -> None:
    """Drop what was brought, without depositing anything. Raises `Refused`, `Stale`."""
    batch = _locked(batch)
    rules.check_theirs(batch, by)
    rules.check_waits(batch)
    _close(batch)
    audit.record(Event.IMPORT_DROPPED, by=by, on=batch)


@audit.act()
def drop_due(*, by: User | None) -> int:
    """Destroy what was brought and not answered within 15 minutes; returns how many. Daily, any number of times."""
    due = PasswordImport.objects.filter(closed_at=None, until__lt=clock.now()).select_for_update(no_key=True)
    late = list(due.order_by("pk"))
    for batch in late:
        _close(batch)
        audit.record(Event.IMPORT_DROPPED, by=by, on=batch)
    return len(late)


def _locked(batch: PasswordImport) -> PasswordImport:
    return PasswordImport.objects.select_for_update(no_key=True).get(pk=batch.pk)


def _close(batch: PasswordImport) -> None:
    batch.closed_at, batch.blob, batch.wrapped_key, batch.kid = clock.now(), b"", b"", ""
    batch.save(update_fields=["closed_at", "blob", "wrapped_key", "kid", "deposited"])
