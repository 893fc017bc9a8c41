"""Beginning the registration by which an account that is not ours is adopted (E1.12, E3.49)."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Found
from accounts.rules import found_moves
from accounts.rules.found import again
from approvals import rules
from approvals.actions.drafts import start_draft
from approvals.adopting import under_way
from approvals.models import Kind, Request
from approvals.particulars import HangsOn, MadeBy
from approvals.workflow import Status
from registry import audit
from registry.people.models import User
from registry.people.refusal import Stale


@audit.act()
def adopt(found: Found, *, by: User) -> Request:
    """A draft with what the file knows, for its writer to complete; the same one again on a second click.

    Raises `Refused` for an impostor, `Stale` where its registration is asked for already.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    found = again(found)
    found_moves.check_adoptable(found)
    account = found.account
    item = under_way(account)
    if item:
        seen = Request.objects.filter(rules.visible_to(by), pk=item.request_id).exists()
        words = {"reference": item.request.reference}
        said = _("Its registration is asked for already, in request %(reference)s.") % words if seen else ""
        raise Stale(said or _("Somebody has asked for its registration already."), rule="invariant 7")
    drafts = Request.objects.filter(requester=by, status=Status.DRAFT, kind=Kind.REGISTRATION)
    mine = drafts.filter(items__platform=account.platform, items__key=account.key).order_by("-pk").first()
    return mine or start_draft(by=by, kind=Kind.REGISTRATION, values=_known(found))


def _known(found: Found) -> dict[str, Any]:
    account = found.account
    known = {
        "platform": account.platform, "handle": account.url or account.handle, "unit": account.unit,
        "klass": "student_group", "display_name": account.display_name,
    }  # fmt: skip
    if found.made_by_students:
        known |= {"made_by": MadeBy.STUDENTS, "hangs_on_email": HangsOn.STUDENT_OR_PARENT}
    return known
