"""Incidents that are not reported yet, on the work page of who reports them (Minn. Stat. 16E.36)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Incident
from accounts.rules.incidents import everything
from accounts.rules.standing import communications_staff, witnesses
from accounts.waiting import Task
from registry import clock
from registry.people.models import User

REPORT = gettext_lazy("Report the incident with %(account)s to the state")
SEE_TO = gettext_lazy("See that the incident with %(account)s is reported to the state")


def tasks_for(user: User) -> list[Task]:
    """One for each, due on the day its 72 hours end; for Communications, and the superintendent, who answers for it."""
    reports = any(one.pk == user.pk for one in communications_staff())
    if not (reports or any(one.pk == user.pk for one in witnesses())):
        return []
    title = REPORT if reports else SEE_TO
    return [_task(row, title) for row in everything().filter(closed_at=None).order_by("identified_at", "pk")]


def _task(row: Incident, words: Any) -> Task:
    account = row.account
    title = words % {"account": account.name}
    left = _("%(n)d hours are left") % {"n": row.hours_left} if row.hours_left else _("The 72 hours are over")
    due = clock.local(row.due_at).date()
    return Task(title, left, row.get_absolute_url(), "incident", None, 0, account.platform, due=due)
