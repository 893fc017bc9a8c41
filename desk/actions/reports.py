"""That a report was made is written down, before anybody sees it."""

from collections.abc import Mapping

from desk.reports.frame import Report
from registry import audit
from registry.people.models import User


@audit.act()
def note_made(report: Report, *, form: str, chosen: Mapping[str, str], rows: int, by: User) -> None:
    """Write down who made which report, as a page or which kind of file, by which filter (`Parameters.kept`), with
    which columns and how many rows (a page counts no further than `making.MOST_COUNTED`). Raises `Refused` for who may
    not ask for it.
    """
    report.check(by)
    facts = {"form": form, "filter": dict(chosen), "rows": rows, "columns": list(report.columns)}
    audit.record(audit.Event.REPORT_MADE, by=by, on=report, after=facts)
