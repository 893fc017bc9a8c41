"""The list of requests: mine, those that wait for me, and all I may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals import lead_time, rules, showing, waiting
from approvals.models import Request
from approvals.views.request import signed_in
from approvals.workflow import Status
from registry.people.models import User

PAGE = 25


@require_safe
def my_requests(request: HttpRequest) -> HttpResponse:
    """`?view=` mine (default), waiting or all; `?status=`; `?before=` the number of the last one seen."""
    user = signed_in(request)
    view = request.GET.get("view", "mine")
    view = view if view in ("mine", "waiting", "all") else "mine"
    rows, older = ([], None) if view == "waiting" else _page(request, user, view)
    context = {
        "view": view,
        "views": _views(user, view),
        "rows": rows,
        "tasks": waiting.tasks_for(user) if view == "waiting" else [],
        "statuses": [(one.value, one.label) for one in Status],
        "status": request.GET.get("status", ""),
        "lead_times": lead_time.may_see(user),
        "older": older,
        "newer": f"{request.path}?{_query(request, before=None)}" if request.GET.get("before") else None,
    }
    return render(request, "approvals/list.html", context)


def _page(request: HttpRequest, user: User, view: str) -> tuple[list[showing.Row], str | None]:
    rows = Request.objects.filter(rules.visible_to(user)).order_by("-id")
    if view == "mine":
        rows = rows.filter(requester=user)
    status, before = request.GET.get("status", ""), request.GET.get("before", "")
    rows = (
        rows.filter(status=status) if status in Status.values else rows.exclude(status="withdrawn", submitted_at=None)
    )
    if before.isascii() and before.isdigit() and len(before) < 10:
        rows = rows.filter(id__lt=int(before))
    found = list(showing.for_rows(rows)[: PAGE + 1])
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    older = f"{request.path}?{_query(request, before=more)}" if more else None
    return [showing.row_of(one) for one in found[:PAGE]], older


def _query(request: HttpRequest, **changes: Any) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return query.urlencode()


def _views(user: User, current: str) -> list[dict[str, Any]]:
    base = reverse("approvals:list")
    waits = waiting.count_for(user)
    views: list[dict[str, Any]] = [
        {"key": "mine", "label": _("Yours"), "url": base},
        {"key": "waiting", "label": _("Waiting for you"), "url": f"{base}?view=waiting", "count": waits},
        {"key": "all", "label": _("All you may see"), "url": f"{base}?view=all"},
    ]
    return [{**view, "current": view["key"] == current} for view in views]
