"""What waits for whom because of hand-ins: something left by a link, and accounts that nobody can sign in to."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, AccountState, Drop, DropState, Recovery
from accounts.rules.seeing import held_by
from accounts.rules.standing import communications_staff
from accounts.waiting import Task, dated
from registry import clock
from registry.people.models import User

#: Working days somebody has to answer for what was left, and to get back into an account.
ANSWER_IN, GET_BACK_IN = 3, 10


def tasks_for(user: User) -> list[Task]:
    """All of it for this person; the number of queries does not grow with the rows."""
    ours = any(person.pk == user.pk for person in communications_staff())
    left = Drop.objects.filter(Q() if ours else Q(made_by=user), state=DropState.HELD)
    over = Q(account__state__in=AccountState.over())
    left = left.exclude(over).select_related("account__platform", "account__unit").order_by("pk")
    mine = Q() if ours else Q(account__in=held_by(user))
    rows = Recovery.objects.filter(mine, closed_at=None).exclude(over).order_by("pk")
    rows = rows.select_related("account__platform", "account__unit")
    rows = rows.annotate(left=Count("steps", filter=Q(steps__done_at=None)))
    return dated([*(_confirm(drop) for drop in left), *(_get_back(row, row.left) for row in rows)])


def _confirm(drop: Drop) -> Task:
    title = _("Confirm what was handed in for %(account)s") % {"account": drop.account.name}
    return _task("drop", title, drop.account, "drops", drop.left_at or drop.made_at, ANSWER_IN)


def _get_back(recovery: Recovery, left: int) -> Task:
    words = ngettext(
        "Get back into %(account)s: one step left", "Get back into %(account)s: %(n)d steps left", left
    )  # fmt: skip
    title = words % {"account": recovery.account.name, "n": left}
    if not left:
        title = _("Get back into %(account)s: deposit its new login") % {"account": recovery.account.name}
    return _task("recovery", title, recovery.account, "recovery", recovery.opened_at, GET_BACK_IN)


def _task(kind: str, title: str, account: Account, page: str, since: datetime, days: int) -> Task:
    where = _("%(platform)s, %(unit)s") % {"platform": account.platform.name, "unit": account.unit.name}
    url = reverse(f"accounts:{page}", args=[account.uuid])
    return Task(title, where, url, kind, clock.local(since).date(), days, account.platform)
