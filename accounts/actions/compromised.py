"""Somebody else may hold an account: marked at once, and ours again once everything has changed (E4.58)."""

from django.utils.translation import gettext as _

from accounts.actions import compromise_ends
from accounts.actions.incidents import open_incident
from accounts.actions.locking import locked
from accounts.actions.rotation import open_rotation
from accounts.actions.verifying import destroy_at_once
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, AccountState, Compromise, ReasonKind, RoleLevel
from accounts.rules import compromised as rules
from accounts.rules import control
from accounts.rules.custody import check_says_why
from accounts.rules.recovering import open_recovery_of
from accounts.rules.standing import communications_staff, standing_of
from accounts.rules.students import check_names_nobody
from accounts.telling import concerned_by_end
from registry import audit, clock, outbox
from registry.people.models import User


@slips_are_noted
@audit.act()
def mark_compromised(account: Account, *, why: str, by: User) -> Compromise:
    """Say that somebody else may hold it: it is hidden from the public and nobody posts, at once; its whole sign-in
    must change, or its roles be seen again. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    why = why.strip()[:LONGEST]
    rules.check_may_mark(standing_of(account, by))
    check_says_why(why)
    check_names_nobody(why, "why")
    check_says_no_secret(account, why, by=by)
    account = locked(account)
    rules.check_may_mark(standing_of(account, by))
    made: Compromise = Compromise.objects.create(account=account, words=why, marked_by=by)
    _become(account, AccountState.COMPROMISED, audit.Event.ACCOUNT_COMPROMISED, why, by=by)
    if account.platform.shares_login:
        open_rotation(account, field="", reason=ReasonKind.INCIDENT, words=why, by=by)
    else:
        full = control.seen(account).filter(level=RoleLevel.FULL, person__in=communications_staff())
        full.update(prove_by=clock.today(), asked_at=None)
    _tell("accounts/compromised", made, by=by)
    open_incident(made, by=by)
    return made


@audit.act()
def mark_secured(account: Account, *, by: User) -> Account:
    """Say that it is ours again: everything has changed and was verified. What it was signed in with before is
    destroyed at once (domain.md: secret version). Raises `Refused` with what is missing, `Stale`.
    """
    account = locked(account)
    rules.check_may_secure(standing_of(account, by))
    over = compromise_ends.end_all(account, why=_("It is secure again."), by=by)
    state = AccountState.LOCKED_OUT if open_recovery_of(account) else AccountState.ACTIVE
    _become(account, state, audit.Event.ACCOUNT_SECURED, "", by=by)
    destroy_at_once(account, by=by)
    for row in over:
        _tell("accounts/secured", row, by=by)
    return account


def _become(account: Account, state: AccountState, event: audit.Event, why: str, *, by: User) -> None:
    before = {"state": account.state}
    account.state = state
    account.save(update_fields=["state"])
    audit.record(event, by=by, on=account, before=before, after={"state": state.value}, reason=why)


def _tell(template: str, row: Compromise, *, by: User) -> None:
    for person in concerned_by_end(row.account):
        if person.pk != by.pk:
            key = f"{template}:{row.pk}:{person.pk}"
            outbox.post(template, to=person, about=row.account, key=key, compromise=row.pk)
