"""What waits for whom so that one still gets in tomorrow: roles to see or take away, drills, and what a drill found."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.roles import ASK_AHEAD
from accounts.models import (
    Account,
    Custody,
    CustodyState,
    Drill,
    DrillState,
    RoleHolder,
)
from accounts.rules import control, drills
from accounts.rules.standing import communications_staff, witnesses
from accounts.waiting import Task, dated
from registry import clock
from registry.people.models import User

#: Working days somebody has to take a leaver's role away, and to get back into an account.
REMOVE_IN, RECOVER_IN = 2, 2


def tasks_for(user: User) -> list[Task]:
    """All of it for this person; the number of queries does not grow with the rows."""
    staff = communications_staff()
    ours = any(person.pk == user.pk for person in staff)
    held = set(Custody.objects.filter(custodian=user, state=CustodyState.OPEN).values_list("account_id", flat=True))
    mine = Q() if ours else Q(account__in=held)
    tasks = [_take_away(row) for row in control.to_remove().filter(mine).exclude(person=user)]
    if ours or (len(staff) == 1 and any(person.pk == user.pk for person in witnesses())):
        due = control.to_see_again(clock.today() + ASK_AHEAD)
        tasks += [_see_again(row) for row in due.exclude(person=user)]
    if ours:
        tasks += [_get_back(row) for row in drills.unmended(Account.objects.all())]
        tasks += _drills()
    return dated(tasks)


def _take_away(row: RoleHolder) -> Task:
    words = {"name": row.person.name, "account": row.account.name}
    title = _("Take the role of %(name)s on %(account)s away") % words
    url = reverse("accounts:role-end", args=[row.account.uuid, row.pk])
    since = clock.local(row.to_remove_since).date() if row.to_remove_since else None
    return _task("role_gone", title, row.account, url, since=since, days=REMOVE_IN)


def _see_again(row: RoleHolder) -> Task:
    words = {"name": row.person.name, "account": row.account.name}
    title = _("See again that %(name)s has full control of %(account)s") % words
    return _task("role_due", title, row.account, f"{row.account.get_absolute_url()}#roles", due=row.prove_by)


def _drills() -> list[Task]:
    """One row, however many are open: the list says which."""
    rows = list(Drill.objects.filter(state=DrillState.OPEN).select_related("account__platform", "account__unit"))
    if not rows:
        return []
    due = min(row.due_on for row in rows)
    if len(rows) == 1:
        account = rows[0].account
        title = _("Drill: sign in to %(account)s with what is stored") % {"account": account.name}
        return [_task("drill", title, account, reverse("accounts:drill", args=[account.uuid]), due=due)]
    words = ngettext(
        "Recovery drills: one account to sign in to", "Recovery drills: %(n)d accounts to sign in to", len(rows)
    )
    detail = _("Any of Communications does them")
    return [Task(words % {"n": len(rows)}, detail, reverse("accounts:drills"), "drill", None, 0, None, due)]


def _get_back(drill: Drill) -> Task:
    title = _("Get back into %(account)s: the drill failed") % {"account": drill.account.name}
    url = reverse("accounts:ways-in", args=[drill.account.uuid])
    return _task("recover", title, drill.account, url, since=_day(drill), days=RECOVER_IN)


def _day(drill: Drill) -> date:
    return clock.local(drill.closed_at or drill.opened_at).date()


def _task(kind: str, title: str, account: Account, url: str, **when: Any) -> Task:
    where = _("%(platform)s, %(unit)s") % {"platform": account.platform.name, "unit": account.unit.name}
    since, days, due = when.get("since"), when.get("days", 0), when.get("due")
    return Task(title, where, url, kind, since, days, account.platform, due)
