"""The register asks which request an account or an authorization came from, and where one asks for one."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Account, Authorization, AuthorizationKind
from accounts.origins import Origin, add_door, add_grant, add_origin
from approvals import rules
from approvals.models import Kind, Request
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


@add_grant
def request_of_grant(authorization: Authorization, user: User) -> str:
    """The page of the request by which it was given, for who may see it."""
    asked = Request.objects.filter(rules.visible_to(user), items__granted=authorization).first()
    return asked.get_absolute_url() if asked else ""


@add_door
def new_request(kind: AuthorizationKind) -> str:
    """The page on which a request for such an authorization is begun."""
    query = urlencode({"kind": Kind.AUTHORIZATION.value, "authorization": kind.value})
    return f"{reverse('approvals:new')}?{query}"
