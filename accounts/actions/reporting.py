"""Somebody says that a login must change: it was changed on the platform, or others may have got in (II.7, E2.28)."""

from accounts.actions.locking import locked
from accounts.actions.rotation import open_rotation
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, ReasonKind, Rotation, SecretField
from accounts.rules import rotating as rules
from accounts.rules.limits import check_not_too_many_changes
from accounts.rules.standing import standing_of
from registry import audit
from registry.people.models import User


@slips_are_noted
@audit.act()
def report(account: Account, *, kind: str, words: str, by: User) -> Rotation:
    """Have the password changed, or deposited anew, because of a report. Raises `Refused`, `SaysSecret`."""
    words = words.strip()[:LONGEST]
    rules.check_may_report(standing_of(account, by), kind)
    check_says_no_secret(account, words, by=by)
    account = locked(account)
    rules.check_may_report(standing_of(account, by), kind)
    check_not_too_many_changes(account, by)
    reason = ReasonKind(kind)
    return open_rotation(account, field=SecretField.PASSWORD, reason=reason, words=words, by=by, reported=True)
