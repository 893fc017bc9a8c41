"""Keeping what `accounts.health` found: at the end of each act for what it may have changed, and daily for what only
time brings about (docs/decisions/0033).

An act looks again at the accounts it holds; one that changes who is Communications, who is there or what the limits
are, at all of those that it may concern. Only what changed is written.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts import health
from accounts.actions.locking import all_locked
from accounts.models import Account, AccountHealth, BackupCustodian, Custody, CustodyState
from registry import audit, clock
from registry.people.models import Absence, Appointment, User
from registry.people.powers import OPENS_THE_VAULT

#: Accounts that the daily run holds at a time.
AT_ONCE = 200
#: What changes no account's health, however often it happens.
QUIET = frozenset({
    audit.Event.SECRET_REVEAL_INTENDED.value, audit.Event.SECRET_REVEALED.value, audit.Event.REVEAL_DENIED.value,
    audit.Event.LETTER_SENT.value, audit.Event.ACCESS_DENIED.value,
})  # fmt: skip
#: What may change that of any account.
FOR_ALL = frozenset({
    audit.Event.PERSON_REACTIVATED.value, audit.Event.EMAIL_CHANGED.value, audit.Event.PLATFORM_CHANGED.value,
    audit.Event.HEALTH_TERMS_CHANGED.value, audit.Event.SEASON_ADDED.value, audit.Event.SEASON_CHANGED.value,
    audit.Event.SEASON_REMOVED.value,
})  # fmt: skip


@audit.finishes_acts
def _look_again(entries: Sequence[Any], touched: set[int]) -> None:
    """At the end of an act: the accounts it holds, and all that it may concern otherwise."""
    said = [entry for entry in entries if entry.action not in QUIET]
    if not said:
        return
    if touched:
        _keep(_changed(touched))
    if _concerns_all(said):
        _keep_unheld(None, touched)
    elif away := [entry.object_id for entry in said if entry.object_type == Absence.trail_kind]:
        _keep_unheld(_held_by(away), touched)


def _concerns_all(entries: Iterable[Any]) -> bool:
    """Whether such entries may change the health of accounts that nobody holds here: all of them."""
    offices = [entry.object_id for entry in entries if entry.object_type == Appointment.trail_kind]
    if any(entry.action in FOR_ALL for entry in entries):
        return True
    return bool(offices) and Appointment.objects.filter(pk__in=offices, office__in=OPENS_THE_VAULT).exists()


def _held_by(away: Iterable[str]) -> list[int]:
    """The accounts that those of these absences hold, or are the backup of."""
    people = Absence.objects.filter(pk__in=away).values("person")
    held = Custody.objects.filter(custodian__in=people, state=CustodyState.OPEN).values("account")
    backed = BackupCustodian.objects.filter(person__in=people, ended_at=None).values("account")
    return list(Account.objects.filter(Q(pk__in=held) | Q(pk__in=backed)).values_list("pk", flat=True))


def recompute(*, by: User | None = None) -> int:
    """The daily chore: look at every account again, for what time has changed; how many are otherwise than kept."""
    stale = sorted(row.account_id for row in _changed(None))
    for start in range(0, len(stale), AT_ONCE):
        with audit.act():
            held = all_locked(Q(pk__in=stale[start : start + AT_ONCE]))
            _keep(_changed([account.pk for account in held]))
    return len(stale)


def _keep_unheld(which: Collection[int] | None, held: set[int]) -> None:
    """Those that another act holds are looked at by that one, or by the daily run: nobody waits here, out of order."""
    stale = [row.account_id for row in _changed(which) if row.account_id not in held]
    rows = Account.objects.filter(pk__in=stale).order_by("pk")
    free = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    _keep(_changed(list(free.values_list("pk", flat=True))))


def _changed(which: Collection[int] | None) -> list[AccountHealth]:
    """The rows of those accounts (None: of all) that are otherwise than kept, as they should be."""
    rows = AccountHealth.objects.all() if which is None else AccountHealth.objects.filter(account__in=which)
    kept = {pk: facts for pk, *facts in rows.values_list("account_id", "reasons", "told", "since")}
    nothing = [None, 0, None]
    return [
        _row(pk, bits, *kept.get(pk, nothing))
        for pk, bits in health.found(which).items()
        if kept.get(pk, nothing)[0] != bits
    ]


def _row(pk: int, bits: int, kept: int | None, told: int, since: datetime | None) -> AccountHealth:
    state = health.state_of(bits)
    lasts = kept is not None and health.state_of(kept) == state
    return AccountHealth(
        account_id=pk, number=pk, reasons=bits, told=told & bits, state=state, place=health.place_of(bits),
        since=(lasts and since) or clock.now(),
    )  # fmt: skip


def _keep(rows: list[AccountHealth]) -> None:
    AccountHealth.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account"],
        update_fields=["reasons", "told", "state", "place", "since"],
    )  # fmt: skip
