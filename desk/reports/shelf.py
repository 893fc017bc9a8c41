"""Every report there is, in the order in which they are offered."""

from datetime import date

from django.http import Http404
from django.urls import reverse

from desk.reports.frame import Report
from desk.reports.kinds.access import ACCESS
from desk.reports.kinds.campaign import CAMPAIGN
from desk.reports.kinds.confirmed import CONFIRMED
from desk.reports.kinds.custody import CUSTODY
from desk.reports.kinds.dossier import DOSSIER
from desk.reports.kinds.inventory import INVENTORY
from desk.reports.kinds.leaver import LEAVER
from desk.reports.kinds.logins import LOGINS
from desk.reports.kinds.opened import OPENED
from desk.reports.kinds.register import REGISTER
from registry.people.models import User
from registry.people.rules import may

REPORTS: tuple[Report, ...] = (
    REGISTER, ACCESS, CUSTODY, LOGINS, OPENED, CAMPAIGN, CONFIRMED, DOSSIER, LEAVER,
    INVENTORY,
)  # fmt: skip


def offered_to(user: User) -> list[Report]:
    """Those that this person may ask for."""
    return [report for report in REPORTS if may(report.check, user)]


def the_report(user: User, slug: str) -> Report:
    """The report of an address, for who may ask for it; raises Http404 where there is none, `Refused` where not."""
    found = report_of(slug)
    if found is None or not user.is_active:
        raise Http404
    found.check(user)
    return found


def report_of(slug: str) -> Report | None:
    """The report of that name, for nobody in particular."""
    return next((report for report in REPORTS if report.slug == slug), None)


def address_for(report: Report, query: str, *, since: date, until: date) -> str:
    """Where a report stands by parameters in an address, and by a period where it has one."""
    period = f"since={since.isoformat()}&until={until.isoformat()}" if report.has_period else ""
    asked = "&".join(filter(None, [query, period]))
    return f"{reverse('desk:report', args=[report.slug])}{'?' if asked else ''}{asked}"
