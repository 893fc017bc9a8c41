"""What was declined before (E1.11): the reason is shown to those who may see that request.

A request was declined for a handle as a whole, or only there, while the rest of it was approved (E1.15).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Platform
from approvals import items
from approvals.models import Item, ItemAnswerChoice, Request, RoundOutcome
from approvals.workflow import Status
from registry.people.models import User


@dataclass(frozen=True)
class Declined:
    """A request that was declined, as a whole or in part: when, and why."""

    request: Request
    at: datetime | None
    why: str


def of(earlier: Request) -> Declined:
    """When and why it was declined; of one that was approved in part, why not the rest."""
    if earlier.status == Status.DECLINED or not earlier.items.filter(answer=ItemAnswerChoice.DECLINED).exists():
        return Declined(earlier, earlier.closed_at, earlier.closed_why)
    round_ = earlier.rounds.filter(outcome=RoundOutcome.APPROVED).last()
    return Declined(earlier, earlier.approved_at, items.reasons(items.refusals(round_)) if round_ else "")


def declined_before(request: Request, visible: Q) -> Request | None:
    """The last declined request for the same that the reader may see: the same handle, asked by anybody; of
    permissions, one's own.
    """
    item = request.items.first() if request.pk else None
    if item is None:
        return None
    rows = _of_the_same(request, item)
    if rows is None:
        return None
    return rows.filter(visible).exclude(pk=request.pk).select_related("requester").order_by("-pk").first()


def declined_handle(platform_id: int | None, key: str) -> QuerySet[Request]:
    """Requests in which a handle was declined."""
    whole, part = Q(status=Status.DECLINED), Q(items__answer=ItemAnswerChoice.DECLINED)
    return Request.objects.filter(whole | part, items__platform=platform_id, items__key=key)


def declined_permission(requester: User, kind: str, platform: Platform | None) -> QuerySet[Request]:
    """A person's own declined requests for a permission."""
    own = Request.objects.filter(status=Status.DECLINED, requester=requester)
    return own.filter(items__authorization=kind, items__platform=platform)


def _of_the_same(request: Request, item: Item) -> QuerySet[Request] | None:
    if item.authorization:
        return declined_permission(request.requester, item.authorization, item.platform)
    return declined_handle(item.platform_id, item.key) if item.key else None
