"""Somebody looked at an account, and says what they saw there (domain.md: eyes-on check)."""

from datetime import date

from accounts.actions.locking import locked
from accounts.actions.words import LONGEST, check_words, slips_are_noted
from accounts.models import Account, EyesOnCheck, Seen
from accounts.rules import checking as rules
from accounts.rules.standing import standing_of
from registry import audit
from registry.people.models import User


@slips_are_noted
@audit.act()
def look(
    account: Account, *, checked_on: date, seen: str, by: User, last_active_on: date | None = None, note: str = "",
    sure: bool = False,
) -> EyesOnCheck:  # fmt: skip
    """Keep that somebody looked at it on a day, and what they saw. `sure`: no word of the note names a student.

    Raises `Refused`, `Stale`.
    """
    note = note.strip()[:LONGEST]
    rules.check_may_look(standing_of(account, by))
    rules.check_can_be(checked_on=checked_on, seen=seen, last_active_on=last_active_on)
    check_words(account, note=note, sure=sure, by=by)
    account = locked(account)
    rules.check_may_look(standing_of(account, by))
    return keep(account, checked_on=checked_on, seen=seen, last_active_on=last_active_on, note=note, by=by)


@audit.act()
def keep(
    account: Account, *, checked_on: date, seen: str, last_active_on: date | None, by: User, note: str = ""
) -> EyesOnCheck:
    """The same once it is settled that it makes sense, inside an act that holds the account."""
    made: EyesOnCheck = EyesOnCheck.objects.create(
        account=account, checked_on=checked_on, seen=Seen(seen), last_active_on=last_active_on, note=note, by=by
    )
    last = last_active_on.isoformat() if last_active_on else ""
    facts = {"on": checked_on.isoformat(), "seen": made.seen, "last_active": last}
    audit.record(audit.Event.ACCOUNT_LOOKED_AT, by=by, on=account, after=facts, reason=note)
    return made
