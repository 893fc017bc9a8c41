"""Making the kit: written down and committed first, opened then, in memory only, for one answer (invariant 6, II.7)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import kdbx
from accounts.actions.kit import check_fresh, empty_halves, locked_kit
from accounts.actions.kit_telling import tell
from accounts.actions.revealing import CannotOpen
from accounts.kit_entries import Opened
from accounts.models import Exposure, ExposureKind, Kit, KitHalf, KitState, SecretVersion
from accounts.passphrase import joined
from accounts.rules import kit as rules
from accounts.sealing import open_half, open_sealed
from registry import audit, clock, keyring, outbox
from registry.audit import Event
from registry.people.models import User
from registry.people.proof import Proof
from registry.vault import Vault, VaultError

AT_ONCE = 500


@dataclass(frozen=True)
class Made:
    """A finished kit and its file: for one answer, then gone."""

    kit: Kit
    content: bytes

    @property
    def name(self) -> str:
        """What the file is called: the kit's number and the day it was made."""
        day = clock.local(self.kit.downloaded_at or clock.now()).date()
        return f"mooring-kit-{self.kit.number}-{day.isoformat()}.kdbx"


def download(kit: Kit, *, by: User, proof: Proof | None, cost: kdbx.Cost = kdbx.REAL) -> Made:
    """Every current secret in one KDBX 4 file, once. Counts as seen by both from the moment it is committed.

    Raises `Refused`, `Stale` (somebody, or another window, was first), `VaultSealed`, `CannotOpen`. What does not open
    is left out of the file, said there and in the trail; the rest is needed all the more. Where nothing opens, or the
    file cannot be written, there is no kit: both who made it and who holds the vault are told.
    """
    vault = keyring.vault()
    with audit.act(durable=True):
        kit, halves, versions = _write_down(kit, by=by, proof=proof)
    try:
        opened, content = _make(kit, halves, versions, vault, cost)
    except Exception:
        _note_failure(kit, by=by)
        raise
    return Made(_finish(kit, opened, content, by=by), content)


def _make(
    kit: Kit, halves: list[KitHalf], versions: list[SecretVersion], vault: Vault, cost: kdbx.Cost
) -> tuple[Opened, bytes]:
    try:
        passphrase = joined(*(open_half(half, vault) for half in halves))
    except VaultError:
        raise CannotOpen from None
    opened = Opened(versions, lambda row: open_sealed(row, vault))
    if versions and not opened.opened:
        raise CannotOpen
    return opened, kdbx.write(_title(kit), opened.entries, passphrase, made=clock.now(), cost=cost)


def _write_down(kit: Kit, *, by: User, proof: Proof | None) -> tuple[Kit, list[KitHalf], list[SecretVersion]]:
    kit = locked_kit(kit)
    rules.check_may_download(kit, by)
    check_fresh(by, proof)
    halves, versions = list(kit.halves.select_related("kit")), rules.contents()
    kit.state, kit.downloaded_at = KitState.DOWNLOADED, clock.now()
    kit.entries = len({row.account_id for row in versions})
    kit.save(update_fields=["state", "downloaded_at", "entries"])
    empty_halves(kit)
    people = [person for person in (kit.asked_by, kit.agreed_by) if person]
    rows = (
        Exposure(secret=row, kind=ExposureKind.KIT, person=person, kit=kit, at=clock.now())
        for row in versions
        for person in people
    )
    Exposure.objects.bulk_create(rows, batch_size=AT_ONCE)
    _record(Event.KIT_OPENED, kit, versions, by=by)
    told = {person.pk: person for person in (*rules.are_told(), *people)}
    for person in told.values():
        outbox.post("accounts/kit_made", to=person, about=kit, key=f"kit_made:{kit.pk}:{person.pk}", kit=kit.pk)
    return kit, halves, versions


@audit.act()
def _finish(kit: Kit, opened: Opened, content: bytes, *, by: User) -> Kit:
    kit.sha256, kit.unreadable = hashlib.sha256(content).hexdigest(), len(opened.unreadable)
    kit.save(update_fields=["sha256", "unreadable"])
    _record(Event.KIT_DOWNLOADED, kit, opened.unreadable, by=by, unreadable=True)
    return kit


@audit.act()
def _note_failure(kit: Kit, *, by: User) -> None:
    """Nothing was handed out: the kit is over, nobody knows more by it, and nobody is asked what became of it."""
    kit = locked_kit(kit)
    kit.state, kit.downloaded_at, kit.closed_at, kit.closed_by = KitState.FAILED, None, clock.now(), by
    kit.save(update_fields=["state", "downloaded_at", "closed_at", "closed_by"])
    audit.record(Event.KIT_FAILED, by=by, on=kit, outcome=audit.Outcome.ERROR)
    tell("accounts/kit_failed", kit, rules.concerned(kit), by=by)


def _record(event: Event, kit: Kit, rows: Sequence[SecretVersion], *, by: User, unreadable: bool = False) -> None:
    actors = {"asked_by": kit.asked_by.trail_id, "agreed_by": kit.agreed_by.trail_id if kit.agreed_by else ""}
    facts = {"entries": kit.entries, "sha256": kit.sha256, **actors}
    if unreadable:
        facts["unreadable"] = [f"{row.account.number}:{row.field}:{row.slot}" for row in rows]
    else:
        facts |= {"secrets": len(rows), "kids": sorted({row.kid for row in rows})}
    audit.record(event, by=by, on=kit, reason=kit.reason, after=facts, text_hash=kit.sha256)


def _title(kit: Kit) -> str:
    words = {"number": kit.number, "district": settings.DISTRICT_NAME, "day": clock.today().isoformat()}
    return _("Break-glass kit %(number)s of %(district)s, %(day)s") % words
