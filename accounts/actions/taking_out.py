"""What is no longer in use is taken out of the vault, with nothing in its place (E2.24-26)."""

from django.utils.translation import gettext as _

from accounts.actions.dropping import drop
from accounts.actions.locking import locked
from accounts.actions.renewal import close_done
from accounts.actions.superseding import supersede
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import (
    Account,
    AccountState,
    SecretField,
    SecretState,
    SecretVersion,
    SetupTaskCode,
)
from accounts.rules import taking_out as rules
from accounts.rules.standing import standing_of
from accounts.telling import told_of_changes
from registry import audit, clock, outbox
from registry.people.models import User
from registry.people.refusal import Refused

#: Without any of these nothing says that a second factor is on.
FACTORS = (SecretField.SECOND_FACTOR, SecretField.SEED, SecretField.BACKUP_CODE)


@slips_are_noted
@audit.act()
def take_out(account: Account, *, field: str, why: str, by: User) -> list[SecretVersion]:
    """Say that a field is no longer in use: nobody opens it any more, and it is destroyed in 30 days as any value that
    is over. A change of it that was asked for is dropped. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    why = why.strip()[:LONGEST]
    rules.check_may_take_out(standing_of(account, by), field)
    if not why:
        raise Refused(_("Say why, so that it can be understood later."), rule=rules.RULE)
    check_says_no_secret(account, why, by=by)
    account = locked(account)
    rules.check_may_take_out(standing_of(account, by), field)
    rows = rules.openable(account, field)
    for row in rows:
        _end(row, why, by)
    audit.record(audit.Event.SECRET_TAKEN_OUT, by=by, on=account, field=field, reason=why)
    for rotation in account.rotations.filter(field=field, closed_at=None).select_related("owner"):
        drop(rotation, why=_("It is no longer in use."), by=by)
    _untick(account, by)
    close_done(account, by=by)
    _tell(account, rows[-1], by)
    return rows


def _end(row: SecretVersion, why: str, by: User) -> None:
    if row.state != SecretState.SUPERSEDED:
        supersede(row, by=by)
    row.out_of_use_at, row.out_of_use_by, row.out_of_use_why = clock.now(), by, why
    row.save(update_fields=["out_of_use_at", "out_of_use_by", "out_of_use_why"])


def _untick(account: Account, by: User) -> None:
    """While the account is set up, no tick says that a second factor is on where the last of it was taken out."""
    if account.state != AccountState.SETTING_UP or account.secrets.filter(is_current=True, field__in=FACTORS).exists():
        return
    for task in account.setup_tasks.filter(code=SetupTaskCode.SECOND_FACTOR).exclude(done_at=None):
        task.done_at, task.done_by = None, None
        task.save(update_fields=["done_at", "done_by"])
        facts = {"task": task.code, "done": False}
        audit.record(audit.Event.TASK_UNDONE, by=by, on=account, field=task.code, after=facts)


def _tell(account: Account, row: SecretVersion, by: User) -> None:
    for person in told_of_changes(account, by):
        key = f"taken_out:{row.pk}:{person.pk}"
        outbox.post("accounts/taken_out", to=person, about=account, key=key, account=account.pk, version=row.pk)
