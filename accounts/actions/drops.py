"""Links for handing in: made, revoked, and what was left confirmed as a deposit or discarded (IV.11, E3.39)."""

import hashlib
import json
import secrets
from typing import Any

from django.utils.translation import gettext as _

from accounts.actions.depositing import Deposited, Place, Values, deposit
from accounts.actions.handing_in import codes_of, declare_group
from accounts.actions.locking import locked
from accounts.actions.revealing import CannotOpen
from accounts.actions.words import check_says_no_secret, slips_are_noted
from accounts.models import Account, Bearer, CustodyState, Drop, DropState, Holder, SecretField
from accounts.rules import drops as rules
from accounts.rules.credentials import OldForm
from accounts.rules.drops import Asked
from accounts.rules.standing import standing_of
from accounts.rules.students import check_names_nobody
from accounts.sealing import is_same, open_drop
from registry import audit, clock, keyring, outbox
from registry.audit import Event
from registry.people.models import User
from registry.people.refusal import Refused
from registry.vault import Secret, VaultError

#: Whose a mailbox or phone is that they leave.
WHOSE = {Bearer.STUDENTS: Holder.STUDENT_OR_PARENT, Bearer.PARENT: Holder.STUDENT_OR_PARENT}


@slips_are_noted
@audit.act()
def make(account: Account, asked: Asked, *, nonce: str, by: User) -> tuple[Drop, Secret]:
    """Make a link: its row, and the token, which is shown to `by` once and kept nowhere.

    The same form (`nonce`) sent twice makes one. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    rules.check_may_make(standing_of(account, by))
    check_says_no_secret(account, asked.note, by=by)
    account = locked(account)
    rules.check_may_make(standing_of(account, by))
    rules.check_makes_sense(asked)
    once = hashlib.sha256(nonce.encode()).hexdigest()
    if not nonce or Drop.objects.filter(nonce_hash=once).exists():
        raise OldForm(_("This link was made already, and is shown only once. Make another if it is lost."))
    token, now = Secret(secrets.token_urlsafe(32)), clock.now()
    drop = Drop.objects.create(
        account=account, fields=[str(field) for field in asked.fields], bearer=asked.bearer,
        class_year=asked.class_year, guardian=asked.guardian, guardian_on=asked.guardian_on, note=asked.note.strip(),
        token_hash=rules.hash_of(token.expose()), nonce_hash=once, made_at=now, made_by=by,
        expires_at=now + asked.lasts,
    )  # fmt: skip
    facts = {"for": drop.bearer, "class": drop.class_year, "fields": drop.fields, "until": drop.expires_at.isoformat()}
    record(Event.DROP_MADE, drop, by=by, after=facts)
    for row in account.custodies.filter(state=CustodyState.OPEN).exclude(custodian=by).select_related("custodian"):
        outbox.post("accounts/drop_made", to=row.custodian, about=account, key=f"drop_made:{drop.uuid}", drop=drop.pk)
    return drop, token


@audit.act()
def revoke(drop: Drop, *, by: User) -> Drop:
    """Take a link back before it is used. Raises `Refused`, `Stale`."""
    account = locked(drop.account)
    drop = held(drop)
    rules.check_may_revoke(drop, standing_of(account, by))
    close(drop, DropState.REVOKED, by=by)
    record(Event.DROP_REVOKED, drop, by=by)
    return drop


@audit.act()
def confirm(drop: Drop, *, by: User) -> Deposited:
    """Say that who used the link is who it was for: what was left is a deposit, known to them and not to `by`.

    Whoever made the link could have used it, and so counts among those who know it (docs/decisions/0041). A rotation
    opens where they must not know it. Raises `Refused`, `Stale`, `VaultSealed`, `CannotOpen`.
    """
    account = locked(drop.account)
    drop = held(drop)
    rules.check_may_answer(drop, standing_of(account, by))
    values = _opened(drop)
    typed: Values = dict(values.items())
    done = deposit(account, values=typed, by=by, left_by=drop, holders=_whose(drop, values))
    current = [row for row in account.secrets.filter(is_current=True) if (row.field, row.slot) in values]
    close(drop, DropState.CONFIRMED, by=by)
    record(Event.DROP_CONFIRMED, drop, by=by, after={"versions": [row.version for row in current]})
    declare_group(account, current, described=drop.bearer, head_count=1, class_year=drop.class_year, by=by)
    return done


@slips_are_noted
@audit.act()
def discard(drop: Drop, *, why: str, by: User) -> Drop:
    """Destroy what was left: it was not who it was for, or is of no use. Raises `Refused`, `Stale`, `SaysSecret`."""
    why = why.strip()[:200]
    rules.check_may_answer(drop, standing_of(drop.account, by))
    check_says_no_secret(drop.account, why, by=by)
    account = locked(drop.account)
    drop = held(drop)
    rules.check_may_answer(drop, standing_of(account, by))
    if not why:
        raise Refused(_("Say why, so that it can be understood later."), rule=rules.RULE)
    check_names_nobody(why, "why")
    close(drop, DropState.DISCARDED, by=by, why=why)
    record(Event.DROP_DISCARDED, drop, by=by, reason=why)
    return drop


def _whose(drop: Drop, values: dict[Place, Secret]) -> dict[SecretField, Holder]:
    """Whose the mailboxes and phones are that were left and are not stored yet (IV.3); of what is, it was said."""
    whose = WHOSE.get(Bearer(drop.bearer))
    stored = {row.field: row for row in drop.account.secrets.filter(is_current=True, field__in=SecretField.channels())}
    new = {
        field: value for (field, _slot), value in values.items()
        if field in SecretField.channels() and not (field in stored and is_same(stored[field], value))
    }  # fmt: skip
    is_name = {SecretField.LOGIN} if "@" not in new.get(SecretField.LOGIN, Secret("@")).expose() else set()
    return {field: whose for field in new if whose and field not in is_name}


def _opened(drop: Drop) -> dict[Place, Secret]:
    try:
        text = open_drop(drop, keyring.vault()).expose()
    except VaultError:
        raise CannotOpen from None
    return {(SecretField(field), slot): Secret(value) for field, slot, value in json.loads(text)}


def held(drop: Drop) -> Drop:
    """The link as it is now, held until the act ends; its account is held before it."""
    rows = Drop.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("account__platform", "account__unit").get(pk=drop.pk)


@audit.act()
def record(event: Event, drop: Drop, *, by: User | None, **facts: Any) -> None:
    """Write an event of a link down, where the trail of its account is read."""
    fields = codes_of(drop.left_fields or drop.fields)
    audit.record(event, by=by, on=drop.account, field=fields, reference=drop.number, **facts)


@audit.act()
def close(drop: Drop, state: str, *, by: User | None, why: str = "") -> None:
    """End a link, inside an act that holds it: whatever it held is gone; `by=None` is the clock."""
    drop.state, drop.closed_at, drop.closed_by, drop.closed_why = state, clock.now(), by, why
    drop.kid, drop.wrapped_key, drop.blob = "", b"", b""
    drop.save(update_fields=["state", "closed_at", "closed_by", "closed_why", "kid", "wrapped_key", "blob"])
