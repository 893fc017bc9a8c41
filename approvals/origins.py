"""The register asks which request an account came from; its page leads there, and finishes the set-up."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.origins import Origin, add_origin
from approvals import rules
from approvals.models import Request
from approvals.workflow import Move
from registry.people.models import User


@add_origin
def request_of(account: Account, user: User) -> Origin | None:
    """The request that became this account, for who may see it."""
    rows = Request.objects.filter(rules.visible_to(user), items__account=account).distinct()
    asked = rows.order_by("-pk").first()
    if asked is None:
        return None
    label = _("Request %(reference)s") % {"reference": asked.reference}
    may_finish = rules.can_move(asked, Move.FINISH, user)
    finish = reverse("approvals:finish", args=[asked.reference]) if may_finish else ""
    return Origin(label, asked.get_absolute_url(), finish)
