"""What was declined before (E1.11): the reason is shown to those who may see that request."""

from django.db.models import Q, QuerySet

from accounts.models import Platform
from approvals.models import Item, Request
from approvals.workflow import Status
from registry.people.models import User


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
    """Declined requests for a handle."""
    return Request.objects.filter(status=Status.DECLINED, items__platform=platform_id, items__key=key)


def declined_permission(requester: User, kind: str, platform: Platform | None) -> QuerySet[Request]:
    """A person's own declined requests for a permission."""
    own = Request.objects.filter(status=Status.DECLINED, requester=requester)
    return own.filter(items__authorization=kind, items__platform=platform)


def _of_the_same(request: Request, item: Item) -> QuerySet[Request] | None:
    if item.authorization:
        return declined_permission(request.requester, item.authorization, item.platform)
    return declined_handle(item.platform_id, item.key) if item.key else None
