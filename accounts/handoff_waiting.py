"""What waits for whom so that custody passes on: taking over, verifying, finding somebody, a co-op that is over."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import (
    AccountState,
    Custody,
    CustodyState,
    Handoff,
    OutsideCustodian,
)
from accounts.rules import passing
from accounts.rules.handoff import terms, unanswered_of
from accounts.rules.standing import communications_staff, witnesses
from accounts.waiting import Task, dated
from registry import clock
from registry.people.models import User

#: Working days to verify a handoff, to find somebody else, and to say what became of a co-op.
VERIFY_IN, FIND_IN, SAY_IN = 3, 5, 5


def tasks_for(user: User) -> list[Task]:
    """All of it for this person; the number of queries does not grow with the rows."""
    staff = communications_staff()
    ours = any(one.pk == user.pk for one in staff)
    alone = not ours and len(staff) == 1 and any(one.pk == user.pk for one in witnesses())
    finish_in = terms().finish_days
    under_way = passing.under_way().select_related("account__platform", "account__unit", "taker").order_by("pk")
    accepted: list[Any] = list(under_way if ours or alone else under_way.filter(taker=user))
    tasks = [_take_over(row, finish_in) for row in accepted if row.taker_id == user.pk and _is_the_takers(row)]
    for row in accepted:
        others = user.pk not in (row.giver_id, row.taker_id)
        if _is_ready(row) and others and (ours or (alone and staff[0].pk in (row.giver_id, row.taker_id))):
            tasks.append(_verify(row))
    tasks += [_find(row) for row in unanswered_of(user)]
    tasks += [_say(row) for row in _over(user)]
    return dated(tasks)


def _is_ready(row: Any) -> bool:
    """Whether everything is there that a member of Communications verifies."""
    return bool(row.changed and row.gets_in)


def _is_the_takers(row: Any) -> bool:
    """Whether the taker has something left to do that no other task says: a rotation is one of its own."""
    return not row.changing and not row.knows if row.by_login else not _is_ready(row)


def _over(user: User) -> QuerySet[OutsideCustodian]:
    held = Custody.objects.filter(custodian=user, state=CustodyState.OPEN, unverified=False)
    held = held.exclude(account__state__in=AccountState.over())
    rows = OutsideCustodian.objects.filter(account__in=held.values("account"), ended_at=None)
    rows = rows.filter(ends_on__lt=clock.today())
    return rows.select_related("account__platform", "account__unit").order_by("pk")


def _take_over(row: Handoff, days: int) -> Task:
    title = _("Finish taking over %(account)s") % {"account": row.account.name}
    return _task("take_over", title, row, row.get_absolute_url(), row.accepted_at, days)


def _verify(row: Handoff) -> Task:
    words = {"name": row.taker.name, "account": row.account.name}
    title = _("Verify that %(name)s gets into %(account)s, and finish the handoff") % words
    return _task("handoff", title, row, row.get_absolute_url(), row.accepted_at, VERIFY_IN)


def _find(row: Handoff) -> Task:
    words = {"name": row.taker.name, "account": row.account.name}
    title = _("Find who takes %(account)s over: %(name)s did not answer") % words
    url = reverse("accounts:handoff-offer", args=[row.account.uuid])
    return _task("find", title, row, url, row.closed_at, FIND_IN)


def _say(row: OutsideCustodian) -> Task:
    words = {"who": row.organization, "account": row.account.name}
    title = _("Say what became of the co-op with %(who)s: %(account)s") % words
    url = reverse("accounts:outside-end", args=[row.account.uuid, row.pk])
    return Task(title, _where(row), url, "outside", row.ends_on, SAY_IN, row.account.platform)


def _task(kind: str, title: str, row: Handoff, url: str, since: datetime | None, days: int) -> Task:
    day = clock.local(since or row.offered_at).date()
    return Task(title, _where(row), url, kind, day, days, row.account.platform)


def _where(row: Handoff | OutsideCustodian) -> str:
    words = {"platform": row.account.platform.name, "unit": row.account.unit.name}
    return _("%(platform)s, %(unit)s") % words
