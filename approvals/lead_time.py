"""How long each office takes, from being asked to its decision, in the district's working days."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext as _

from approvals.models import Decision
from registry import clock
from registry.calendar import WorkingDays
from registry.people import powers
from registry.people.models import Office, User
from registry.people.power import Power
from registry.people.refusal import Refused


@dataclass(frozen=True)
class LeadTime:
    """One office over a time: how many decisions, their median in working days, the longest, and how many were late."""

    office: Office
    decisions: int
    median: float
    longest: int
    late: int


def by_office(first: date, last: date) -> list[LeadTime]:
    """For each office that decided between these days, both included. Two queries, however many decisions there are.

    A decision on the day it was asked for took 0 days. It was late after the date due when it was made: an escalation
    gives a new one.
    """
    rows = Decision.objects.filter(
        seat__opened_at__isnull=False, at__gte=clock.midnight(first), at__lt=clock.midnight(last + timedelta(days=1))
    )
    working = WorkingDays()
    taken: dict[str, list[int]] = defaultdict(list)
    late: Counter[str] = Counter()
    for office, opened_at, due_on, at in rows.values_list("seat__office", "seat__opened_at", "seat__due_on", "at"):
        day = clock.local(at).date()
        taken[office].append(working.between(clock.local(opened_at or at).date(), day))
        late[office] += bool(due_on and day > working.on_or_after(due_on))
    return [
        LeadTime(office, len(taken[office]), float(median(taken[office])), max(taken[office]), late[office])
        for office in Office
        if taken[office]
    ]


def check_may_see(user: User) -> None:
    """Raise `Refused` for whoever is not of Communications, the superintendent's office or an administrator."""
    if not powers.has_power(user, Power.SEE_LEAD_TIMES):
        raise Refused(
            _("Lead times are for administrators, the superintendent's office and Communications."),
            rule="domain.md: who may do what",
        )


def may_see(user: User) -> bool:
    """Whether this person is shown the link."""
    return powers.has_power(user, Power.SEE_LEAD_TIMES)
