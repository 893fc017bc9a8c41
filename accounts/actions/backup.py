"""The backup of an account is named; who was it until then is none any more, and what they know must change."""

from accounts.actions.custody import end_backup
from accounts.actions.locking import locked, locked_person
from accounts.actions.rotation import open_due
from accounts.models import Account, BackupCustodian
from accounts.rules import backup as rules
from accounts.rules.standing import standing_of
from registry import audit, outbox
from registry.people.models import User


@audit.act()
def name(account: Account, *, person: User, by: User) -> BackupCustodian:
    """Name the backup; the one there is ends with it. They are told. Raises `Refused`, `Stale`."""
    person, account = locked_person(person), locked(account)
    rules.check_may_name(standing_of(account, by))
    rules.check_backup(account, person, by)
    end_backup(account, by=by)
    named: BackupCustodian = BackupCustodian.objects.create(account=account, person=person, named_by=by)
    audit.record(audit.Event.BACKUP_NAMED, by=by, on=account, after={"backup": person.trail_label})
    outbox.post("accounts/backup_named", to=person, about=account, key=f"backup:{named.pk}", account=account.pk)
    open_due(account=account, by=by)
    return named
