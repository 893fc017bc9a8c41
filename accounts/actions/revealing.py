"""Opening secrets: written down and committed first, only then opened (II.7, invariant 6, security.md B7)."""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.alerting import alert
from accounts.actions.locking import locked, locked_person
from accounts.actions.words import LONGEST, check_says_no_secret
from accounts.codes import code_at
from accounts.models import (
    Account,
    CustodyState,
    Exposure,
    ExposureKind,
    Reason,
    Reveal,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.rules import credentials as rules
from accounts.rules import limits
from accounts.rules.credentials import OldForm, SaysSecret
from accounts.rules.replacing import FEW_CODES
from accounts.rules.standing import Standing, standing_of
from accounts.rules.watching import oddities
from accounts.sealing import open_sealed
from registry import audit, clock, keyring, outbox
from registry.people import proof as proofs
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.vault import Secret, Vault, VaultError

WINDOW_MINUTES = 1
WINDOW = timedelta(minutes=WINDOW_MINUTES)
SHORTEST_REASON = 10
SIGN_IN_SET = "sign_in_set"
CODE = "code"
#: Codes that follow in one act: two minutes have no more.
MOST_CODES = 5


class Which(models.TextChoices):
    """Which versions: the current ones, or the last that were verified, while newer ones wait to be."""

    CURRENT = "current", gettext_lazy("What is stored now")
    VERIFIED = "verified", gettext_lazy("What was verified last")


class CannotOpen(Exception):  # noqa: N818 - said on a page, like a refusal
    """What is stored does not open. Written down; nothing is shown."""


@dataclass(frozen=True)
class Shown:
    """One opened field. Of a seed, `secret` is the current code, good for `seconds` more; the seed never shows."""

    field: SecretField
    slot: int
    secret: Secret
    seconds: int | None = None


@dataclass(frozen=True)
class Revealed:
    """What one act opened, until when it may be shown, and by which act."""

    reveal: Reveal
    shown: tuple[Shown, ...]
    until: datetime
    codes_left: int | None = None

    @property
    def few_codes_left(self) -> bool:
        """Whether new backup codes should be made."""
        return self.codes_left is not None and self.codes_left < FEW_CODES


def reveal(
    account: Account,
    *,
    by: User,
    reason_code: str,
    reason: str,
    proof: proofs.Proof | None,
    nonce: str,
    field: str = "",
    slot: int = 0,
    which: str = Which.CURRENT,
) -> Revealed:
    """Open the sign-in set, or one other `field`. The act is committed before anything is opened.

    Raises `Refused` (written down as denied), `Stale` for a form that was used, `VaultSealed`, `CannotOpen`.
    """
    vault = keyring.vault()
    reason = reason.strip()[:LONGEST]
    with _denials(account, by, field):
        check_may_open(account, by, field)
        _check_reason(account, reason_code, reason, by)
        with audit.act(durable=True):
            act, versions = _write_down(account, by, reason_code, reason, proof, nonce, field, slot, which)
    return _open(act, versions, vault)


def extend(reveal: Reveal, *, by: User, proof: proofs.Proof | None) -> Revealed:
    """Show the same once more for 60 seconds: once, only while the window lasts, and only what is not over.

    No new code is asked for: the one that was fresh when it was opened does. Raises `Refused`, `Stale` (both written
    down as denied), `VaultSealed`, `CannotOpen`.
    """
    vault = keyring.vault()
    with _denials(reveal.account, by, reveal.field), audit.act(durable=True):
        act, versions = _extend(reveal, by, proof)
    return _open(act, versions, vault)


def next_code(reveal: Reveal, *, by: User, proof: proofs.Proof | None) -> Revealed:
    """Show the one-time code that follows, while the act's window is open; nothing else of it, and no longer.

    Each code is written down before it is shown, as the first was. Raises as `extend` does.
    """
    vault = keyring.vault()
    with _denials(reveal.account, by, reveal.field), audit.act(durable=True):
        act, versions = _next_code(reveal, by, proof)
    return _open(act, versions, vault)


@contextmanager
def _denials(account: Account, by: User, field: str) -> Iterator[None]:
    """Write a refusal down once what was begun is rolled back; a secret in the reason as one, so that it is counted."""
    try:
        yield
    except Refused as refused:
        words = field if field in SecretField.values else SIGN_IN_SET
        event = audit.Event.SECRET_TYPED if isinstance(refused, SaysSecret) else audit.Event.REVEAL_DENIED
        audit.record_denial(event, by=by, on=account, reason=str(refused), rule=refused.rule, field=words)
        if refused.rule == limits.RULE:
            alert(account, by=by)
        raise


def _write_down(
    account: Account, by: User, reason_code: str, reason: str, proof: proofs.Proof | None, nonce: str, field: str,
    slot: int, which: str,
) -> tuple[Reveal, list[SecretVersion]]:  # fmt: skip
    locked_person(by)
    account = locked(account)
    check_may_open(account, by, field)
    proofs.check_fresh(proof, by, limits.minutes_of_factor(by))
    proofs.check_not_held(by)
    limits.check_not_too_many(account, by)
    once = _check_once(nonce)
    versions = _asked_for(account, field, slot, which, by)
    now = clock.now()
    act = Reveal.objects.create(
        uuid=uuid.uuid4(), account=account, person=by, field=field, slot=slot, reason_code=reason_code,
        reason=reason, nonce_hash=once, at=now, until=now + WINDOW,
    )  # fmt: skip
    for version in versions:
        Exposure.objects.create(secret=version, kind=ExposureKind.REVEALED, person=by, reveal=act)
    _record(audit.Event.SECRET_REVEALED, act, versions, unusual=oddities(act))
    _use_up(act, versions)
    _tell(act)
    return act, versions


def _extend(reveal: Reveal, by: User, proof: proofs.Proof | None) -> tuple[Reveal, list[SecretVersion]]:
    act, standing = _under_every_guard(reveal, by, proof)
    if act.extended_at:
        raise Stale(_("The time was extended once already. Reveal again if you still need it."))
    versions = _still_good(act, older=standing.communications)
    act.extended_at, act.until = clock.now(), act.until + WINDOW
    act.save(update_fields=["extended_at", "until"])
    _record(audit.Event.SECRET_REVEALED, act, versions, extended=True)
    return act, versions


def _next_code(reveal: Reveal, by: User, proof: proofs.Proof | None) -> tuple[Reveal, list[SecretVersion]]:
    act, standing = _under_every_guard(reveal, by, proof)
    if act.codes_shown >= MOST_CODES:
        raise Stale(_("No more codes are shown in this minute. Reveal again if you still need one."))
    versions = [row for row in _still_good(act, older=standing.communications) if row.field == SecretField.SEED]
    if not versions:
        raise Stale(_("There is no code to show: no authenticator is stored."))
    act.codes_shown += 1
    act.save(update_fields=["codes_shown"])
    _record(audit.Event.SECRET_REVEALED, act, versions, field=CODE)
    return act, versions


def _under_every_guard(reveal: Reveal, by: User, proof: proofs.Proof | None) -> tuple[Reveal, Standing]:
    """The act, locked, for more of what it shows: everything that its first minute asked for, and time that is left."""
    account = locked(reveal.account)
    act = Reveal.objects.get(pk=reveal.pk)
    check_own(act, by)
    standing = check_may_open(account, by, act.field)
    if clock.now() > act.until:
        raise Stale(_("The time is over. Reveal again if you still need it."))
    windows = 2 if act.extended_at else 1
    proofs.check_fresh(proof, by, proofs.REVEAL_MINUTES + windows * WINDOW_MINUTES)
    proofs.check_not_held(by)
    return act, standing


def _still_good(act: Reveal, *, older: bool) -> list[SecretVersion]:
    """What the act opened, while it is current; `older`: also what was verified last.

    A superseded or refused value is opened by nobody (domain.md: secret version).
    """
    rows = _in_order(SecretVersion.objects.filter(exposures__reveal=act).select_related("account").distinct())
    if not rows or not all(row.is_current or (older and row.state == SecretState.VERIFIED) for row in rows):
        raise Stale(_("What you opened has changed since. Reveal again if you still need it."))
    return rows


def _open(act: Reveal, versions: Sequence[SecretVersion], vault: Vault) -> Revealed:
    try:
        shown = tuple(_shown(version, vault) for version in versions)
    except VaultError as error:
        _write_down_failure(act, by=act.person, why=type(error).__name__)
        raise CannotOpen from None
    codes = rules.codes_left(act.account) if act.field == SecretField.BACKUP_CODE else None
    return Revealed(act, shown, act.until, codes)


@audit.act()
def _write_down_failure(act: Reveal, *, by: User, why: str) -> None:
    act.failed_at = clock.now()
    act.save(update_fields=["failed_at"])
    audit.record(
        audit.Event.REVEAL_FAILED, by=by, on=act.account, outcome=audit.Outcome.ERROR, field=act.field or SIGN_IN_SET,
        reason=why, reference=str(act.uuid),
    )  # fmt: skip


def _shown(version: SecretVersion, vault: Vault) -> Shown:
    value, field = open_sealed(version, vault), SecretField(version.field)
    if field != SecretField.SEED:
        return Shown(field, version.slot, value)
    code, seconds = code_at(value.expose(), clock.now())
    return Shown(field, version.slot, Secret(code), seconds)


def check_may_open(account: Account, by: User, field: str) -> Standing:
    """Raise `Refused` unless they may open the sign-in set, or one other field: a poster may only open the first."""
    standing = standing_of(account, by)
    check = rules.check_may_reveal_alone if field else rules.check_may_reveal
    check(standing)
    return standing


def _check_reason(account: Account, code: str, reason: str, by: User) -> None:
    if code not in Reason.values:
        raise Refused(_("Choose why you need it."), rule="security B7")
    if code == Reason.OTHER and len(reason) < SHORTEST_REASON:
        raise Refused(_("Say what you need it for, in ten letters or more."), rule="security B7")
    if reason:
        check_says_no_secret(account, reason, by=by)


def _check_once(nonce: str) -> str:
    if not nonce:
        raise OldForm(_("Open the form again: this one is out of date."))
    once = hashlib.sha256(nonce.encode("utf-8", "replace")).hexdigest()
    if Reveal.objects.filter(nonce_hash=once).exists():
        raise OldForm(_("This form was used already, and opens nothing twice."))
    return once


def _asked_for(account: Account, field: str, slot: int, which: str, by: User) -> list[SecretVersion]:
    if field:
        versions = _one_field(account, field, slot)
    elif which == Which.VERIFIED:
        versions = rules.last_verified_sign_in(account) if standing_of(account, by).communications else []
    else:
        versions = rules.current_sign_in(account)
    if not versions:
        raise Stale(_("There is nothing to open: it is not in the vault."))
    return versions


def _one_field(account: Account, field: str, slot: int) -> list[SecretVersion]:
    if field == SecretField.SEED:
        raise Refused(
            _("An authenticator seed is never shown. Reveal the login for the current code."), rule="domain: reveal"
        )
    rows = SecretVersion.objects.filter(account=account, field=field, slot=slot, is_current=True)
    return list(rows.select_related("account"))


def _use_up(act: Reveal, versions: Sequence[SecretVersion]) -> None:
    for version in versions:
        if version.field == SecretField.BACKUP_CODE and version.used_at is None:
            version.used_at, version.used_by = act.at, act.person
            version.save(update_fields=["used_at", "used_by"])
            audit.record(
                audit.Event.SECRET_CODE_USED,
                by=act.person,
                on=act.account,
                field=version.field,
                version=version.version,
            )


def _record(
    event: audit.Event, act: Reveal, versions: Sequence[SecretVersion], *, extended: bool = False, field: str = "",
    unusual: Sequence[str] = (),
) -> None:  # fmt: skip
    facts = {"fields": {f"{each.field}:{each.slot}": each.version for each in versions}, "extended": extended}
    facts |= {"unusual": list(unusual)} if unusual else {}
    audit.record(
        event, by=act.person, on=act.account, field=field or act.field or SIGN_IN_SET, reason_code=act.reason_code,
        reason=act.reason, after=facts, reference=str(act.uuid),
    )  # fmt: skip


def _tell(act: Reveal) -> None:
    """The custodian is told when somebody else opens the login: once a day for each person. Who is custodian by an
    older list only has accepted nothing, and may not read why somebody opened it (E3.45); the trail has it.
    """
    held = act.account.custodies.filter(state=CustodyState.OPEN, unverified=False)
    custody = held.select_related("custodian").first()
    if custody and custody.custodian_id != act.person_id:
        key = f"revealed:{act.account.uuid}:{act.person_id}:{clock.today()}:{custody.custodian_id}"
        outbox.post("accounts/revealed", to=custody.custodian, about=act.account, key=key, reveal=act.pk)


def check_own(act: Reveal, by: User) -> None:
    """Raise `Refused` unless it was this person who opened it."""
    if act.person_id != by.pk:
        raise Refused(_("Somebody else opened this."), rule="invariant 6")


def _in_order(rows: "models.QuerySet[SecretVersion]") -> list[SecretVersion]:
    order = list(SecretField.values)
    return sorted(rows, key=lambda row: (order.index(row.field), row.slot))
