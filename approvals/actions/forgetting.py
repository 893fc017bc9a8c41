"""An account turns out to be somebody's own: no draft keeps what it is called (invariant 9)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.found_file import before_taking_out
from accounts.models import Account
from approvals.actions.drafts import searched
from approvals.actions.moving import all_locked
from approvals.models import Item, Request
from approvals.workflow import Status
from registry import audit
from registry.people.models import User


@before_taking_out
@audit.act()
def forget_in_drafts(account: Account, *, by: User) -> None:
    """Take its handle, address and name out of every draft; whoever wrote it goes on with the rest.

    Requests are held before accounts (docs/decisions/0019), so this comes before the account is.
    """
    items = Item.objects.filter(platform=account.platform, key=account.key, request__status=Status.DRAFT)
    for request in all_locked(Q(pk__in=items.values("request"), status=Status.DRAFT)):
        request.items.filter(platform=account.platform, key=account.key).update(handle="", key="", url="")
        _forget(request, account)
        why = _("What it asked for is somebody’s own account.")
        audit.record(audit.Event.REQUEST_EDITED, by=by, on=request, reason=why, reference=request.reference)


@audit.act()
def _forget(request: Request, account: Account) -> None:
    """What was typed and not understood goes as a whole, the name where it is the account's, and what searches find."""
    request.typed = {}
    if request.display_name == account.display_name:
        request.display_name = ""
    request.searched = searched(request)
    request.save(update_fields=["typed", "display_name", "searched"])
