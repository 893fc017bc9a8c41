"""Provisional accounts: approved by one office in an emergency, for so long only (domain.md, Exceptions; E1.16)."""

from datetime import datetime

from accounts.actions.locking import locked
from accounts.models import Account, AccountState
from accounts.rules.standing import communications_staff
from accounts.telling import holders
from registry import audit, clock, outbox
from registry.people.models import User


@audit.act()
def make_provisional(account: Account, *, until: datetime, by: User) -> Account:
    """Let the account be set up and used until then, never in public."""
    account = locked(account)
    account.provisional_until = until
    account.save(update_fields=["provisional_until"])
    audit.record(audit.Event.ACCOUNT_PROVISIONAL, by=by, on=account, after={"until": until.isoformat()})
    return account


@audit.act()
def make_ordinary(account: Account, *, by: User | None) -> Account:
    """The other offices have approved: it is an account like every other, and no longer suspended."""
    account = locked(account)
    if account.provisional_until is None and account.suspended_at is None:
        return account
    account.provisional_until, account.suspended_at, account.suspended_why = None, None, ""
    account.save(update_fields=["provisional_until", "suspended_at", "suspended_why"])
    audit.record(audit.Event.ACCOUNT_CONFIRMED, by=by, on=account)
    return account


@audit.act()
def suspend(account: Account, *, why: str, by: User | None) -> Account:
    """Nobody is to use it: only Communications opens its login now. `by=None` is the clock. Twice changes nothing."""
    account = locked(account)
    if account.suspended_at or account.state == AccountState.RETIRED:
        return account
    account.suspended_at, account.suspended_why = clock.now(), why[:200]
    account.save(update_fields=["suspended_at", "suspended_why"])
    audit.record(audit.Event.ACCOUNT_SUSPENDED, by=by, on=account, reason=why)
    for person in _told(account):
        key = f"suspended:{account.uuid}:{account.suspended_at.isoformat()}:{person.pk}"
        outbox.post("accounts/suspended", to=person, about=account, key=key, account=account.pk)
    return account


def _told(account: Account) -> list[User]:
    people = [*communications_staff(), *holders(account)]
    return list({person.pk: person for person in people}.values())
