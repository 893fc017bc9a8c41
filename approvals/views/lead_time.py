"""How long the offices take."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals import lead_time, showing
from approvals.forms.periods import PeriodForm
from approvals.views.request import signed_in


@require_safe
def lead_times(request: HttpRequest) -> HttpResponse:
    """Median, longest and late, office by office; `?since=` and `?until=`."""
    lead_time.check_may_see(signed_in(request))
    form = PeriodForm(request.GET or None)
    first, last = form.days()
    rows = [
        {"office": showing.SEATS.get(row.office, row.office.label), "row": row}
        for row in lead_time.by_office(first, last)
    ]
    context = {"form": form, "rows": rows, "first": first, "last": last}
    return render(request, "approvals/lead_times.html", context, status=422 if form.errors else 200)
