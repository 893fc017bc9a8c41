"""The backup custodian: who names one, and who it may be. There is one at a time (docs/decisions/0034)."""

from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, CustodyState
from accounts.rules import custody
from accounts.rules.standing import Standing
from registry.people.models import User
from registry.people.refusal import Refused, Stale

RULE = "IV.11"


def check_may_name(standing: Standing) -> None:
    """Raise `Refused` unless they may say who is the backup: its custodian, the administrator, Communications."""
    if not (standing.custodian or standing.interim or standing.administrator or standing.communications):
        message = _("The custodian, the unit’s administrator or Communications names the backup.")
        raise Refused(message, rule=RULE)
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed."))


def check_backup(account: Account, person: User, by: User) -> None:
    """Raise `Refused` where this person cannot be the backup: it opens the login, so nobody names themselves."""
    if person.pk == by.pk:
        raise Refused(_("You cannot name yourself. Somebody else can."), rule="decision 17", field="person")
    custody.check_may_hold(account, person)
    if account.custodies.filter(custodian=person, state=CustodyState.OPEN).exists():
        message = _("%(name)s looks after it. The backup is somebody else.")
        raise Refused(message % {"name": person.name}, rule=RULE, field="person")
    if account.backups.filter(person=person, ended_at=None).exists():
        raise Stale(_("%(name)s is the backup already.") % {"name": person.name})
