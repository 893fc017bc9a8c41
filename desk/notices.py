"""The letters of this room."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.models import ReportSchedule, Rhythm
from desk.reports.shelf import address_for, report_of
from registry import outbox
from registry.people.rules import may


@outbox.letter("desk/report", can_wait=True)
def report(letter: Any) -> dict[str, Any] | None:
    """To who asked for it: the report, by a link; dropped where they stopped it or may not ask for it any more."""
    row = ReportSchedule.objects.select_related("person").get(pk=letter.ids["schedule"])
    about = report_of(row.report)
    if row.ended_at or about is None or not may(about.check, row.person):
        return None
    since, until = Rhythm(row.rhythm).period(date.fromisoformat(str(letter.ids["day"])))
    return {
        "report": about, "since": since, "until": until, "has_period": about.has_period,
        "path": address_for(about, row.query, since=since, until=until),
        "stop": reverse("desk:reports"), "reason": _("You asked to be told of this report."),
    }  # fmt: skip
