"""An account is parked: nobody uses it, and Communications keeps its name and its login."""

from django.utils.translation import gettext as _

from accounts.actions import custody, moot
from accounts.actions.rotation import open_due
from accounts.models import Account, Closing, ClosingState, Custody, CustodyState
from registry import audit
from registry.people.models import User


@audit.act()
def park(account: Account, closing: Closing, *, by: User) -> None:
    """Park it, inside an act that holds the account: the custody is with Communications, and what others know of the
    login must change, as with every custody that passes on.

    It stays *closing*: the vault keeps its login, and its handle is nobody else's (docs/decisions/0039).
    """
    why = _("The account is parked.")
    moot.end_use(account, why=why, by=by)
    custody.end_open(account, why=why, by=by)
    Custody.objects.create(account=account, custodian=by, state=CustodyState.OPEN, interim=True, offered_by=by)
    audit.record(audit.Event.CUSTODY_INTERIM, by=by, on=account, after={"custodian": by.trail_label})
    closing.state = ClosingState.PARKED
    closing.save(update_fields=["state"])
    audit.record(audit.Event.ACCOUNT_PARKED, by=by, on=account, reason_code=closing.why)
    open_due(account=account, by=by)
