"""How long the offices take, how many accounts come and go each year, and who opened most."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass
from accounts.models.season import school_year_label
from accounts.rules.drills import JULY, school_year
from approvals import lead_time, showing
from desk.overview import dated
from desk.overview.addresses import listed
from desk.overview.day import LATELY, YEAR, AsOf
from desk.overview.tables import Cell, Line, Table
from registry.clock import midnight

#: School years that are shown, and people who opened most.
YEARS, MOST = 5, 10


def lead_times(as_of: AsOf) -> Table:
    """The decisions of each office within a year, in working days."""
    first = as_of.day - YEAR
    to_page = f"{reverse('approvals:lead_times')}?{urlencode({'since': first, 'until': as_of.day})}"
    lines = [
        Line(
            str(showing.SEATS.get(row.office, row.office.label)),
            [Cell(row.median), Cell(row.longest), Cell(row.decisions, to_page), Cell(row.late)],
        )
        for row in lead_time.by_office(first, as_of.day)
    ]
    heads = [_("Office"), _("Median, days"), _("Longest, days"), _("Decisions"), _("Late")]
    return Table("lead", _("Time to decide"), heads, lines, _("Within a year, in working days of the district."))


def made_and_retired(as_of: AsOf) -> Table:
    """By school year, up to the day: the accounts that became active, and those of them that were retired."""
    last = school_year(as_of.day)
    years = range(last - YEARS + 1, last + 1)
    made, retired = _by_year("activated_at", as_of, years), _by_year("retired_at", as_of, years)
    lines = [
        Line(
            school_year_label(year + 1),
            [Cell(made[f"from_{year}"], listed("made", as_of, year=year)),
             Cell(retired[f"from_{year}"], listed("retired", as_of, year=year))],
        )
        for year in _from_the_first(years, made, retired)
    ]  # fmt: skip
    return Table("lives", _("Made and retired"), [_("School year"), _("Made"), _("Retired")], lines)


def _from_the_first(years: range, *counts: dict[str, int]) -> range:
    """The years since there was anything: those before the register began would read as years without accounts."""
    known = [year for year in years if any(count[f"from_{year}"] for count in counts)]
    return range(known[0] if known else years[-1], years.stop)


def _by_year(column: str, as_of: AsOf, years: range) -> dict[str, int]:
    since = {f"{column}__gte": midnight(date(years[0], JULY, 1))}
    rows = Account.objects.filter(klass__in=AccountClass.official(), activated_at__isnull=False, **since).order_by()
    counted: dict[str, Any] = {
        f"from_{year}": Count("pk", filter=dated.within_year(column, as_of, year)) for year in years
    }  # fmt: skip
    found: dict[str, int] = rows.aggregate(**counted)
    return found


def openings(as_of: AsOf) -> Table:
    """Who opened logins most often lately."""
    rows = dated.opened(as_of).order_by().values("person", "person__name")
    most = rows.annotate(n=Count("pk")).order_by("-n", "person__name")[:MOST]
    lines = [
        Line(row["person__name"], [Cell(row["n"], listed("openings", as_of, person=row["person"]))]) for row in most
    ]
    note = _("Within %(n)d days.") % {"n": LATELY.days}
    return Table("openings", _("Who opened most"), [_("Who"), _("Times")], lines, note)
