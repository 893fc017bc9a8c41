"""The reports somebody may ask for; one as a page; one as a file."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.records.rules import check_may_give_records
from desk.reports import shelf
from desk.reports.actions import note_made
from desk.reports.files import FILES
from desk.reports.forms import Parameters
from desk.reports.frame import Report
from desk.reports.making import Made
from desk.reports.rules import check_fits
from registry.people.refusal import Refused
from registry.people.rules import may
from registry.people.views.doors import me


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Which reports there are for this person, and what each is for."""
    return render(
        request,
        "reports/list.html",
        {"reports": shelf.offered_to(me(request)), "gives_records": may(check_may_give_records, me(request))},
    )


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The first rows of a report, and the ways to all of them; 404 for one that there is not, 403 for who may not."""
    found, form = _asked(request, slug)
    made = Made(found, form, me(request)) if form.is_valid() else None
    return _page(request, found, form, made)


@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All rows as `?as=pdf`, `csv` or `xlsx`; the page with a sentence where there is no such file."""
    found, form = _asked(request, slug)
    made, kind = Made(found, form, me(request)) if form.is_valid() else None, request.GET.get("as", "")
    if made is None:
        return _page(request, found, form, None, status=422)
    try:
        rows = _rows_of(made, kind)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, found, form, made, status=422)
    if request.method == "GET":
        note_made(found, form=kind, chosen=form.kept, rows=rows, by=me(request))
    return FILES[kind](made)


def _rows_of(made: Made, kind: str) -> int:
    if kind not in FILES:
        raise Refused(_("There is no such file. Choose PDF, CSV or XLSX."))
    rows = made.rows.count()
    check_fits(kind, rows)
    return rows


def _asked(request: HttpRequest, slug: str) -> tuple[Report, Parameters]:
    found = shelf.the_report(me(request), slug)
    return found, found.form(request.GET, by=me(request))


def _page(
    request: HttpRequest, found: Report, form: Parameters, made: Made | None, *, status: int = 200
) -> HttpResponse:
    facts = {"report": found, "form": form, "made": made, "files": list(FILES)}
    if made is not None:
        facts["query"] = form.query
        if request.method == "GET" and status == 200:
            note_made(found, form="page", chosen=form.kept, rows=made.count, by=me(request))
    return render(request, "reports/report.html", facts, status=status)
