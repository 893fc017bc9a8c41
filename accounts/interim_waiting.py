"""What waits for whom so that somebody looks after each account: nobody has accepted it, or who has it leaves."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Custody, CustodyState
from accounts.rules.by_office import Hanging, hanging
from accounts.rules.succession import held_for_good
from accounts.waiting import Task, dated
from registry import clock
from registry.people import powers
from registry.people.models import Departure, User
from registry.people.power import Power

#: Working days to find somebody for an account that nobody has accepted.
FIND_IN = 5


def tasks_for(user: User) -> list[Task]:
    """All of it for this person; the number of queries does not grow with the rows."""
    near = _near(user)
    tasks = [_find(row) for row in _vacant(user, near)] if near or powers.is_communications(user) else []
    mine = Departure.objects.planned().filter(person=user).first()
    if mine:
        tasks += [_hand_over(row, mine.last_day) for row in held_for_good(user)]
    tasks += [_take_from(row) for row in _leaving(user, near)] if near else []
    tasks += [_by_office(each, user) for each in hanging() if user.pk in (each.custody.custodian_id, each.finder.pk)]
    return dated(tasks)


def _near(user: User) -> Q | None:
    """The accounts of the units that somebody administers in their own right; None where there is no such unit."""
    found = None
    for row in powers.offices_of(user):
        if row.unit and Power.CARE_FOR_UNIT in powers.powers_from(row):
            here = Q(account__unit__path__startswith=row.unit.path)
            found = found | here if found else here
    return found


def _vacant(user: User, near: Q | None) -> "QuerySet[Custody]":
    """What they hold for the time being, and nobody is asked to take."""
    asked = Custody.objects.filter(account=OuterRef("account"), state__in=CustodyState.asked())
    rows = Custody.objects.filter(~Exists(asked), custodian=user, state=CustodyState.OPEN, interim=True)
    if not powers.is_communications(user) and near:
        rows = rows.filter(near)
    rows = rows.exclude(account__state__in=AccountState.over())
    return rows.select_related("account__platform", "account__unit").order_by("pk")


def _leaving(user: User, near: Q | None) -> "QuerySet[Custody]":
    """Accounts of their units whose custodian leaves on a day to come, and that nobody takes over yet."""
    planned = Departure.objects.planned().filter(person=OuterRef("custodian"))
    rows = held_for_good().exclude(custodian=user).filter(near or Q(pk__in=[]), Exists(planned))
    return rows.annotate(last_day=Subquery(planned.values("last_day")[:1]))


def _find(row: Custody) -> Task:
    title = _("Find who looks after %(account)s: nobody has accepted it") % {"account": row.account.name}
    url = reverse("accounts:custody-offer", args=[row.account.uuid])
    since = clock.local(row.offered_at).date()
    return Task(title, _where(row.account), url, "find", since, FIND_IN, row.account.platform)


def _hand_over(row: Custody, day: date) -> Task:
    title = _("Hand %(account)s over before your last day") % {"account": row.account.name}
    url = reverse("accounts:handoff-offer", args=[row.account.uuid])
    return Task(title, _where(row.account), url, "leaving", None, 0, row.account.platform, due=day)


def _take_from(row: Custody) -> Task:
    words = {"account": row.account.name, "name": row.custodian.name}
    title = _("Find who takes %(account)s over: %(name)s leaves") % words
    url = reverse("accounts:handoff-offer", args=[row.account.uuid])
    day = getattr(row, "last_day", None)
    return Task(title, _where(row.account), url, "find", None, 0, row.account.platform, due=day)


def _by_office(each: Hanging, user: User) -> Task:
    account, name = each.custody.account, each.custody.custodian.name
    mine, others = _("Hand %(account)s over: your office is over"), _("Find who takes %(account)s over from %(name)s")
    title = (mine if each.custody.custodian_id == user.pk else others) % {"account": account.name, "name": name}
    url = reverse("accounts:handoff-offer", args=[account.uuid])
    return Task(title, _where(account), url, "find", each.over_on, FIND_IN, account.platform)


def _where(account: Account) -> str:
    return _("%(platform)s, %(unit)s") % {"platform": account.platform.name, "unit": account.unit.name}
