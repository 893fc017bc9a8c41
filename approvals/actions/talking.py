"""The discussion of a request (II.6): everyone who sees the request reads it, and it stays with the record."""

from django.utils.translation import gettext as _

from accounts.actions.words import check_says_no_secret
from accounts.models import Account
from approvals import rules
from approvals.actions.moving import locked
from approvals.models import Comment, Request
from approvals.telling import tell
from registry import audit
from registry.people.models import User
from registry.people.refusal import Refused


@audit.act()
def comment(request: Request, *, text: str, by: User) -> Comment:
    """Add to the discussion and tell everybody involved but the writer; raises `Refused`.

    A password of the account that the request became is turned away: the words are kept (invariant 5).
    """
    rules.check_can_comment(request, by)
    for account in Account.objects.filter(items__request=request):
        check_says_no_secret(account, text)
    request = locked(request)
    rules.check_can_comment(request, by)
    if not text.strip():
        raise Refused(_("Write something first."))
    said = Comment.objects.create(request=request, by=by, text=text.strip())
    audit.record(audit.Event.REQUEST_COMMENTED, by=by, on=request, after={"comment": said.pk})
    tell("approvals/commented", request, apart_from=by, comment=said.pk)
    return said
