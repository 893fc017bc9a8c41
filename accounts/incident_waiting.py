"""Incidents that are not reported yet, on the work page of who reports them (Minn. Stat. 16E.36)."""

from django.utils.translation import gettext as _

from accounts.models import Incident
from accounts.rules.incidents import everything
from accounts.rules.standing import communications_staff
from accounts.waiting import Task
from registry import clock
from registry.people.models import User


def tasks_for(user: User) -> list[Task]:
    """One for each, due on the day its 72 hours end; for Communications."""
    if not any(one.pk == user.pk for one in communications_staff()):
        return []
    return [_task(row) for row in everything().filter(closed_at=None).order_by("identified_at", "pk")]


def _task(row: Incident) -> Task:
    account = row.account
    title = _("Report the incident with %(account)s to the state") % {"account": account.name}
    left = _("%(n)d hours are left") % {"n": row.hours_left} if row.hours_left else _("The 72 hours are over")
    due = clock.local(row.due_at).date()
    return Task(title, left, row.get_absolute_url(), "incident", None, 0, account.platform, due=due)
