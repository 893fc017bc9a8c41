"""What waits for whom so that accounts end, and that what was compromised is ours again."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    AccountState,
    Closing,
    ClosingState,
    ClosingStep,
    ClosingStepCode,
    Compromise,
    Custody,
    CustodyState,
    Rotation,
)
from accounts.rules.standing import communications_staff
from accounts.waiting import Task, dated
from registry import clock
from registry.people.models import User

#: Working days to answer who asks to close an account, and to say that one is secure again.
ANSWER_IN, SECURE_IN = 5, 1


def tasks_for(user: User) -> list[Task]:
    """All of it for this person; the number of queries does not grow with the rows."""
    if not any(one.pk == user.pk for one in communications_staff()):
        return [_last_post(row) for row in _to_say_goodbye(user)]
    live = Closing.objects.select_related("account__platform", "account__unit", "asked_by").order_by("pk")
    asked = dated([_decide(row) for row in live.filter(state=ClosingState.ASKED)])
    under_way = [_end(row) for row in live.filter(state=ClosingState.UNDER_WAY)]
    return [*asked, *under_way, *dated([_secure(row) for row in _to_secure()])]


def _to_say_goodbye(user: User) -> "QuerySet[Closing]":
    """Where the last post is not out, and it is theirs to post."""
    held = Custody.objects.filter(custodian=user, state=CustodyState.OPEN, unverified=False)
    undone = ClosingStep.objects.filter(closing=OuterRef("pk"), code=ClosingStepCode.LAST_POST, done_at=None)
    rows = Closing.objects.filter(Exists(undone), account__in=held.values("account"), state=ClosingState.UNDER_WAY)
    return rows.filter(stopped_at=None).select_related("account__platform", "account__unit").order_by("pk")


def _to_secure() -> "QuerySet[Compromise]":
    """Compromised, and nothing of it must change any more: whoever changes it has a task already."""
    changing = Rotation.objects.standing().filter(account=OuterRef("account"))
    rows = Compromise.objects.filter(~Exists(changing), over_at=None, account__state=AccountState.COMPROMISED)
    return rows.select_related("account__platform", "account__unit").order_by("pk")


def _last_post(row: Closing) -> Task:
    title = _("Post the last post on %(account)s") % {"account": row.account.name}
    return _dated_task(title, row, "last_post", row.planned_on)


def _end(row: Closing) -> Task:
    return _dated_task(_("See %(account)s to its end") % {"account": row.account.name}, row, "end", row.planned_on)


def _dated_task(title: str, row: Closing, kind: str, due: date) -> Task:
    url, platform = row.get_absolute_url(), row.account.platform
    return Task(title, _where(row.account), url, kind, None, 0, platform, due=due)


def _decide(row: Closing) -> Task:
    words = {"name": row.asked_by.name, "account": row.account.name}
    title = _("Close %(account)s? %(name)s asks for it") % words
    day = clock.local(row.asked_at).date()
    return Task(title, _where(row.account), row.get_absolute_url(), "decide_end", day, ANSWER_IN, row.account.platform)


def _secure(row: Compromise) -> Task:
    title = _("Say whether %(account)s is secure again") % {"account": row.account.name}
    day = clock.local(row.marked_at).date()
    url = reverse("accounts:account", args=[row.account.uuid])
    return Task(title, _where(row.account), url, "secure", day, SECURE_IN, row.account.platform)


def _where(account: Account) -> str:
    return _("%(platform)s, %(unit)s") % {"platform": account.platform.name, "unit": account.unit.name}
