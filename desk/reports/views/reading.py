"""The reports somebody may ask for; one as a page; one as a file."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.actions.reports import note_made
from desk.reports import shelf
from desk.reports.files import FILES
from desk.reports.forms import Parameters
from desk.reports.frame import Report
from desk.reports.making import Made
from desk.reports.sizes import check_fits
from desk.reports.telling import RhythmForm, told_to
from desk.rules.records import check_may_give_records
from registry.people.refusal import Refused
from registry.people.rules import may
from registry.people.views.doors import me


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Which reports there are for this person, and what each is for."""
    return render(
        request,
        "reports/list.html",
        {
            "reports": shelf.offered_to(me(request)),
            "told": told_to(me(request)),
            "gives_records": may(check_may_give_records, me(request)),
        },
    )


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The first rows of a report, and the ways to all of them; 404 for one that there is not, 403 for who may not."""
    found, form = _asked(request, slug)
    made = Made(found, form, me(request)) if form.is_valid() else None
    if made is not None and request.method == "GET":
        note_made(found, form="page", chosen=form.kept, rows=made.count, by=me(request))
    return page_of(request, found, form, made=made)


@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All rows as `?as=pdf`, `csv` or `xlsx`; the page with a sentence where there is no such file."""
    found, form = _asked(request, slug)
    made, kind = Made(found, form, me(request)) if form.is_valid() else None, request.GET.get("as", "")
    if made is None:
        return page_of(request, found, form, status=422)
    try:
        rows = _rows_of(made, kind)
    except Refused as refused:
        form.add_error(None, str(refused))
        return page_of(request, found, form, made=made, status=422)
    if request.method == "GET":
        note_made(found, form=kind, chosen=form.kept, rows=rows, by=me(request))
    return FILES[kind](made)


def _rows_of(made: Made, kind: str) -> int:
    if kind not in FILES:
        raise Refused(_("There is no such file. Choose PDF, CSV or XLSX."))
    rows = made.rows.count()
    check_fits(made.report, kind, rows)
    return rows


def _asked(request: HttpRequest, slug: str) -> tuple[Report, Parameters]:
    found = shelf.the_report(me(request), slug)
    return found, found.form(request.GET, by=me(request))


def page_of(
    request: HttpRequest,
    found: Report,
    form: Parameters,
    *,
    made: Made | None = None,
    told: RhythmForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a report: its parameters, and the rows where there are any to show."""
    told = told or RhythmForm()
    facts = {"report": found, "form": form, "made": made, "files": list(FILES), "told": told, "problems": told}
    if form.is_bound and form.errors:
        facts["problems"] = form
    if made is not None or told.is_bound:
        facts |= {"query": form.query, "lasting": form.lasting}
    return render(request, "reports/report.html", facts, status=status)
