"""Taking a copy of what is filtered: first a page that says how much it is, then the file."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from registry.audit import quiet
from registry.audit.act import act, record
from registry.audit.choosing import Choosing
from registry.audit.copies import AlreadyTaking, Copy
from registry.audit.copying import FORMS, MOST_IN_WORKBOOK
from registry.audit.events import Event
from registry.audit.filters import Filters
from registry.audit.models import Head
from registry.audit.months import in_month, is_month, months_of
from registry.audit.readers import scope_of, sees_all
from registry.audit.seeking import Question
from registry.audit.timelines import KINDS, heading_of

#: Accounts and people go by such an id.
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOO_MANY = _("A workbook holds 1,048,575 entries, and this would be more. Take one month, or the list (CSV).")
SENSELESS = _("A filter makes no sense. Go back to the entries and change it there.")
ALREADY = _("You are taking a copy already. Wait until it is done, or stop it in your browser.")


@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    """How many entries the copy will have, and in which form and of which month it is wanted."""
    return _offer(request)


@require_safe
def copy(request: HttpRequest) -> HttpResponseBase:
    """Exactly what is filtered, oldest first: as a list for a spreadsheet, or with `?as=` as a workbook or as lines of
    JSON.
    """
    filters, question = _asked(request)
    month = request.GET.get("month", "")
    # An empty copy would be written down as one of what the other filters ask for.
    if filters.errors or (month and not is_month(month)):
        return _offer(request, str(SENSELESS), status=422)
    chosen = request.GET.get("as", "")
    form = chosen if chosen in FORMS else "list"
    if form == "workbook" and question.count(MOST_IN_WORKBOOK) > MOST_IN_WORKBOOK:
        return _offer(request, str(TOO_MANY), status=422)
    taken = Copy(question, request.user, sees_all(request.user), Head.objects.get().seq, form)
    if not taken.may_begin():
        return _offer(request, str(ALREADY), status=429)
    if request.method == "GET":
        left_out = {"left_out": [event.value for event in quiet.QUIET]} if filters.leaves_out else {}
        part = {**_of(request), **({"month": month} if month else {}), **left_out}
        _note_copy(request.user, {**filters.kept(), **part, "as": form, "last": taken.last})
    try:
        return FORMS[form](taken)
    except AlreadyTaking:
        return _offer(request, str(ALREADY), status=429)


def _offer(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    filters, question = _asked(request)
    count, asked = question.count(MOST_IN_WORKBOOK), request.GET
    context = {
        "problem": problem,
        "form": filters,
        "chips": [*_heading(request), *filters.in_words().values()],
        "left_out": quiet.LEFT_OUT if filters.leaves_out and not filters.errors else "",
        "count": count,
        "more": count > MOST_IN_WORKBOOK,
        "choosing": Choosing(asked, months_of(_of_all_months(request))),
        "asked": [(name, value) for name, value in asked.items() if value and name not in {"as", "month"}],
        "back": _back(request),
    }
    return render(request, "trail/copies.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[Filters, Question]:
    filters = _filters(request)
    return filters, in_month(filters.question(scope_of(request.user)), request.GET.get("month", ""))


def _of_all_months(request: HttpRequest) -> Question:
    return _filters(request).question(scope_of(request.user))


def _filters(request: HttpRequest) -> Filters:
    of = _of(request)
    return Filters(request.GET, request.user, of=(of["kind_of"], of["one"]) if of else None)


def _of(request: HttpRequest) -> dict[str, str]:
    """What the timeline was of that led here; raises Http404 for a thing that no timeline has: this stays in the trail,
    where nobody's link may write what it likes.
    """
    kind, one = request.GET.get("kind_of", ""), request.GET.get("one", "")
    if not kind and not one:
        return {}
    if kind not in KINDS or not _ID.fullmatch(one):
        raise Http404
    return {"kind_of": kind, "one": one}


def _heading(request: HttpRequest) -> list[str]:
    of = _of(request)
    heading = heading_of(of["kind_of"], of["one"], scope_of(request.user)) if of else None
    return [heading.name] if heading else []


def _back(request: HttpRequest) -> str:
    of, asked = _of(request), request.GET.copy()
    for name in ("kind_of", "one", "as", "month"):
        asked.pop(name, None)
    page = reverse("audit:timeline", args=list(of.values())) if of else reverse("audit:trail")
    return f"{page}?{asked.urlencode()}"


@act()
def _note_copy(user: Any, facts: dict[str, Any]) -> None:
    record(Event.TRAIL_EXPORTED, by=user, after=facts)
