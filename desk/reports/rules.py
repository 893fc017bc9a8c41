"""How large a file may be (who may ask for which report stands with each report)."""

from django.utils.translation import gettext as _

from registry.people.refusal import Refused

#: A paper is set as a whole, in memory, and read by people; a workbook is packed before it is sent; a list has no end.
MOST_ON_PAPER, MOST_IN_A_WORKBOOK = 2_000, 100_000


def check_fits(form: str, rows: int) -> None:
    """Raise `Refused` for more rows than such a file takes, with the form that takes them."""
    if form == "pdf" and rows > MOST_ON_PAPER:
        message = _("A PDF takes up to %(most)s rows, and these are %(rows)s. Choose less, or take the list (CSV).")
        raise Refused(message % {"most": f"{MOST_ON_PAPER:,}", "rows": f"{rows:,}"}, rule="reports: size")
    if form == "xlsx" and rows > MOST_IN_A_WORKBOOK:
        message = _(
            "A workbook takes up to %(most)s rows, and these are %(rows)s. Choose less, or take the list (CSV)."
        )
        raise Refused(message % {"most": f"{MOST_IN_A_WORKBOOK:,}", "rows": f"{rows:,}"}, rule="reports: size")
