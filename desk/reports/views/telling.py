"""Having a report told by letter, and stopping that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.actions import reporting
from desk.models import ReportSchedule
from desk.reports import shelf
from desk.reports.telling import RhythmForm
from desk.reports.views.reading import page_of
from registry.people.views.doors import done, me


@require_POST
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Send it by letter, by the parameters of the address; the page again where something makes no sense."""
    report = shelf.the_report(me(request), slug)
    chosen, form = report.form(request.GET, by=me(request)), RhythmForm(request.POST)

    def act() -> None:
        query = chosen.lasting
        reporting.tell_by_letter(report, rhythm=form.cleaned_data["rhythm"], query=query, by=me(request))

    if chosen.is_valid() and done(form, act):
        messages.success(request, _("You get a letter with a link. You can stop it on the page Reports."))
        return redirect("desk:reports")
    return page_of(request, report, chosen, told=form, status=422)


@require_POST
def stop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop letters of one's own; somebody else's do not exist."""
    row = get_object_or_404(ReportSchedule, uuid=uuid, person=me(request))
    reporting.stop(row, by=me(request))
    messages.success(request, _("Stopped. You get no more letters about this report."))
    return redirect("desk:reports")
