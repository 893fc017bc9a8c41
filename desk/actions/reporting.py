"""Reports told by letter: asked for, stopped, told when their day has come. The letter has a link, never the rows."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.locking import locked_person
from desk.models import ReportSchedule, Rhythm
from desk.reports.frame import Report
from desk.reports.shelf import report_of
from registry import audit, clock, outbox
from registry.people.models import User
from registry.people.refusal import Refused

#: More letters than that nobody reads.
MOST = 20
RULE = "reports: letters"


@audit.act()
def tell_by_letter(report: Report, *, rhythm: str, query: str, by: User) -> ReportSchedule:
    """Have `by` told of a report from the next day of the rhythm on; asked again, it is the same one, in the rhythm
    asked for last. Raises `Refused` for who may not ask for it, and for more letters than anybody reads.
    """
    person = locked_person(by)
    report.check(person)
    mine = ReportSchedule.objects.filter(person=person, ended_at=None)
    row = mine.filter(report=report.slug, query=query).first()
    if row and row.rhythm == rhythm:
        return row
    if row is None and mine.count() >= MOST:
        raise Refused(_("You are told of %(n)d reports already. Stop one first.") % {"n": MOST}, rule=RULE)
    if row is None:
        row = ReportSchedule.objects.create(
            person=person, report=report.slug, query=query, rhythm=rhythm, told_on=clock.today()
        )
    else:
        row.rhythm = rhythm
        row.save(update_fields=["rhythm"])
    audit.record(audit.Event.REPORT_SCHEDULED, by=by, on=report, after={"rhythm": rhythm})
    return row


@audit.act()
def stop(schedule: ReportSchedule, *, by: User) -> ReportSchedule:
    """Stop the letters of one's own; stopped already, nothing changes. Raises `Refused` for somebody else's."""
    row = _held(schedule.pk)
    if row.person_id != by.pk:
        raise Refused(_("These letters are somebody else’s."), rule=RULE)
    if row.ended_at is None:
        _end(row, _("No longer wanted"), by=by)
    return row


def tell_due(*, by: User | None = None) -> int:
    """Post the letter of every schedule whose day has come, once, and end those whose person may not ask any more. Says
    how many letters and ends there were. Days that a stopped chore has missed are told by the last of them alone.
    """
    done = 0
    for pk in _due().values_list("pk", flat=True):
        with audit.act():
            done += _tell(pk, by=by)
    return done


def _due() -> QuerySet[ReportSchedule]:
    return ReportSchedule.objects.filter(ended_at=None, told_on__lt=clock.today()).order_by("pk")


def _tell(pk: int, *, by: User | None) -> int:
    row = _held(pk)
    report, day = report_of(row.report), Rhythm(row.rhythm).last_day(clock.today())
    why = _why_not(row, report)
    if row.ended_at is None and why:
        _end(row, why, by=by)
        return 1
    if row.ended_at or day <= row.told_on:
        return 0
    row.told_on = day
    row.save(update_fields=["told_on"])
    key, to = f"report:{row.pk}:{day.isoformat()}", row.person
    outbox.post("desk/report", to=to, about=report, key=key, schedule=row.pk, day=day.isoformat())
    return 1


def _why_not(row: ReportSchedule, report: Report | None) -> str:
    if not row.person.is_active:
        return _("They do not work here any more")
    if report is None:
        return _("There is no such report any more")
    try:
        report.check(row.person)
    except Refused as refused:
        return str(refused)
    return ""


def _end(row: ReportSchedule, why: str, *, by: User | None) -> None:
    row.ended_at, row.ended_why = clock.now(), why[:300]
    row.save(update_fields=["ended_at", "ended_why"])
    audit.record(audit.Event.REPORT_UNSCHEDULED, by=by, on=report_of(row.report), reason=row.ended_why)


def _held(pk: int) -> ReportSchedule:
    rows = ReportSchedule.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    return rows.get(pk=pk)
