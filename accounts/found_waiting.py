"""What waits for whom about accounts that are not ours: the next step of each file, and a conflict to settle."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AccountState, Found, FoundStatus
from accounts.models.found import OPEN
from accounts.rules.found_moves import LOOK_IN
from accounts.waiting import Task
from registry import clock
from registry.people import powers
from registry.people.models import User

#: So many days before its deadline an answer is looked for: until then it is theirs to give.
SOON = timedelta(days=2)
_SAYS = {
    FoundStatus.FOUND: gettext_lazy("Look at %(account)s, which is not ours"),
    FoundStatus.CONTACTED: gettext_lazy("See what came of the contact about %(account)s"),
    FoundStatus.DISPUTED: gettext_lazy("Decide what becomes of %(account)s, which is disputed"),
}


def tasks_for(user: User) -> list[Task]:
    """For Communications every open file, for an employee the account they are said to run; two queries at most."""
    open_now = Found.objects.filter(status__in=OPEN, account__state=AccountState.FOUND)
    rows = open_now.select_related("account__platform", "account__unit").order_by("due_on", "pk")
    mine = [_settle(row) for row in rows.filter(conflict_with=user, conflict_end="")]
    answering = Q(status=FoundStatus.CONTACTED, due_on__gt=clock.today() + SOON)
    return mine + ([_next(row) for row in rows.exclude(answering)] if powers.is_communications(user) else [])


def _next(row: Found) -> Task:
    title = str(_SAYS[FoundStatus(row.status)]) % {"account": row.account.name}
    return _task(title, row, "found")


def _settle(row: Found) -> Task:
    return _task(_("Leave %(account)s, or have it registered") % {"account": row.account.name}, row, "found_conflict")


def _task(title: str, row: Found, kind: str) -> Task:
    words = {"platform": row.account.platform.name, "unit": row.account.unit.name}
    where = _("%(platform)s, %(unit)s") % words
    since = clock.local(row.found_at).date()
    return Task(title, where, row.get_absolute_url(), kind, since, LOOK_IN, row.account.platform, row.due_on)
