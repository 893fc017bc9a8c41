"""Every report there is, in the order in which they are offered."""

from django.http import Http404

from desk.reports.frame import Report
from desk.reports.kinds.inventory import INVENTORY
from desk.reports.kinds.register import REGISTER
from registry.people.models import User
from registry.people.rules import may

REPORTS: tuple[Report, ...] = (REGISTER, INVENTORY)


def offered_to(user: User) -> list[Report]:
    """Those that this person may ask for."""
    return [report for report in REPORTS if may(report.check, user)]


def the_report(user: User, slug: str) -> Report:
    """The report of an address, for who may ask for it; raises Http404 where there is none, `Refused` where not."""
    found = next((report for report in REPORTS if report.slug == slug), None)
    if found is None or not user.is_active:
        raise Http404
    found.check(user)
    return found
