"""How large a file may be (docs/decisions/0047)."""

from django.utils.translation import gettext as _

from desk.reports.frame import Report
from registry.people.refusal import Refused

RULE = "reports: size"
#: A paper is set as a whole: ten thousand cells take some seconds and half a gigabyte.
MOST_CELLS_ON_PAPER = 10_000
#: A workbook is packed before anything of it is sent, while somebody waits; a list begins at once and has no end.
MOST_IN_A_WORKBOOK = 50_000


def most_rows(report: Report, form: str) -> int | None:
    """How many rows of a report such a file takes; None where there is no end."""
    return {"pdf": MOST_CELLS_ON_PAPER // len(report.columns), "xlsx": MOST_IN_A_WORKBOOK}.get(form)


def check_fits(report: Report, form: str, rows: int) -> None:
    """Raise `Refused` for more rows than such a file takes, with the form that takes them."""
    most = most_rows(report, form)
    if most is not None and rows > most:
        message = _("%(form)s takes up to %(most)s rows; these are %(rows)s. Choose less, or take the list (CSV).")
        raise Refused(message % {"form": form.upper(), "most": f"{most:,}", "rows": f"{rows:,}"}, rule=RULE)
