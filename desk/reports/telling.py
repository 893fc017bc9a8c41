"""How often somebody is told of a report, and of which ones they are."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.models import ReportSchedule, Rhythm
from desk.reports.frame import Report
from desk.reports.shelf import address_for, report_of
from registry import clock
from registry.forms import MooringForm
from registry.people.models import User


class RhythmForm(MooringForm):
    """Weekly or monthly."""

    rhythm = forms.ChoiceField(label=_("Tell me by letter"), choices=Rhythm.choices)


@dataclass(frozen=True)
class Told:
    """One report that somebody is told of, with where it stands now."""

    schedule: ReportSchedule
    report: Report
    url: str


def told_to(person: User) -> list[Told]:
    """The reports that somebody is told of."""
    found = []
    for row in ReportSchedule.objects.filter(person=person, ended_at=None):
        report = report_of(row.report)
        if report is not None:
            since, until = Rhythm(row.rhythm).period(clock.today())
            found.append(Told(row, report, address_for(report, row.query, since=since, until=until)))
    return found
