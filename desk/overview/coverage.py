"""Of how many accounts it is known that they are in order: login verified, attested, proven recoverable."""

from django.utils.translation import gettext as _

from desk.overview.addresses import listed
from desk.overview.day import AsOf
from desk.overview.standing import Standing, attested, proven
from desk.overview.tables import Cell, Line, Table
from desk.overview.tallies import Tally


def coverage(tally: Tally, standing: Standing, as_of: AsOf) -> Table:
    """Yes and not yet, each with its list."""
    in_use = tally.all.total()
    said = standing.in_use.filter(standing.among(attested(as_of))).count()
    drilled = standing.active.filter(standing.among(proven(as_of))).count()
    lines = [
        _line(_("Login verified"), "verified", tally.verified, in_use, as_of),
        _line(_("Attested within a year"), "attested", said, in_use, as_of),
        _line(_("Proven recoverable"), "proven", drilled, standing.active.count(), as_of),
    ]
    return Table(
        "coverage", _("What is known to be in order"), [_("Accounts"), _("Yes"), _("Not yet")], lines,
        _("Recovery is proven by a drill of an active account within a year; the others count every account in use."),
    )  # fmt: skip


def _line(name: str, key: str, yes: int, total: int, as_of: AsOf) -> Line:
    cells = [Cell(n, listed("accounts", as_of, **{key: word})) for word, n in (("yes", yes), ("no", total - yes))]
    return Line(name, cells)
