"""The overview, the lists behind its figures, and all of it as a file."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.actions.overview import note_taken
from desk.overview import downloads
from desk.overview.day import AsOf
from desk.overview.forms import AsOfForm, NarrowForm
from desk.overview.gather import overview
from desk.overview.lists import LISTS, page_of
from desk.overview.tables import Table
from desk.overview.words import words
from desk.rules.overview import check_may_see
from registry import clock, spreadsheet, workbook
from registry.people.views.doors import me


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The figures of today, or of `?as_of=`; 404 for whom it is not for."""
    check_may_see(me(request))
    form = AsOfForm(request.GET or None)
    found = overview(form.asked)
    facts = {"form": form, "found": found, "as_of": found.as_of, "query": _query(found.as_of), "now": clock.now()}
    return render(request, "desk/overview/page.html", facts, status=422 if form.errors else 200)


@require_safe
def listing(request: HttpRequest, what: str) -> HttpResponse:
    """The rows that make up a figure; 404 for whom it is not for, or a list that there is not."""
    check_may_see(me(request))
    if what not in LISTS:
        raise Http404
    form, narrow = AsOfForm(request.GET), NarrowForm(request.GET)
    chosen = narrow.chosen
    rows = page_of(LISTS[what], form.asked, chosen)
    facts = {"form": form, "as_of": form.asked, "listing": LISTS[what], "rows": rows, "words": words(chosen)}
    facts["table"] = Table(what, LISTS[what].title, list(LISTS[what].heads), rows.lines)
    facts["query"] = _query(form.asked)
    facts["older"] = _address(request, rows.next) if rows.next else ""
    facts["newest"] = _address(request, None) if "before" in chosen else ""
    return render(request, "desk/overview/list.html", facts, status=422 if form.errors else 200)


@require_safe
def as_list(request: HttpRequest) -> HttpResponseBase:
    """Every table as a list for a spreadsheet; that it was taken is an entry."""
    return _taken(request, "csv", lambda day, rows: spreadsheet.download(f"overview-{day}.csv", rows))


@require_safe
def as_workbook(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    return _taken(request, "xlsx", lambda day, rows: workbook.download(f"overview-{day}.xlsx", day, rows))


def _taken(request: HttpRequest, kind: str, write: Callable[[str, Any], HttpResponseBase]) -> HttpResponseBase:
    """The file of the day that is asked for; a day that makes no sense is said on the page, and no file is made of
    another one. Raises Http404 for whom it is not for.
    """
    user = me(request)
    check_may_see(user)
    form = AsOfForm(request.GET)
    if form.errors:
        return page(request)
    if request.method == "GET":
        note_taken(form.asked, form=kind, by=user)
    found = overview(form.asked)
    return write(str(found.as_of.day), downloads.rows(found))


def _query(as_of: AsOf) -> str:
    """The day as a part of addresses."""
    return "" if as_of.is_today else f"?as_of={as_of.day.isoformat()}"


def _address(request: HttpRequest, before: int | None) -> str:
    """The same list from another row on."""
    asked = request.GET.copy()
    asked.pop("before", None)
    if before:
        asked["before"] = str(before)
    return f"?{asked.urlencode()}"
