"""Groups with more accounts than somebody answers for: several on one platform, or some that nobody looks after."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass, AccountState, Custody, CustodyState
from accounts.rules.planned_ends import is_planned_to_end
from accounts.rules.standing import Standing
from registry.folding import folded
from registry.people import powers
from registry.people.models import Unit, User
from registry.people.power import Power
from registry.people.refusal import Refused

RULE = "E3.47"


@dataclass(frozen=True)
class Group:
    """The accounts of one team or club of one unit, and why somebody should look at them."""

    unit: Unit
    name: str
    accounts: list[Account]
    why: list[str]


def check_may_see(user: User) -> None:
    """Raise `Refused` unless they are of Communications, or administer a unit."""
    if not _units_of(user) and not powers.has_power(user, Power.END_ACCOUNTS):
        raise Refused(_("This is for Communications and for administrators of units."), rule=RULE)


def check_may_settle(standing: Standing) -> None:
    """Raise `Refused` unless they may say which accounts of the group stay, or propose it."""
    if not (standing.communications or standing.administrator):
        raise Refused(_("Communications settles this, or the unit’s administrator proposes it."), rule=RULE)


def groups_for(user: User) -> list[Group]:
    """Those to look at, by unit and name, that this person may settle. One query, however many there are."""
    found: dict[tuple[int, str], list[Account]] = defaultdict(list)
    for account in _live(_scope(user)):
        found[account.unit_id, folded(account.group.strip())].append(account)
    groups = [Group(rows[0].unit, rows[0].group, rows, _why(rows)) for rows in found.values() if len(rows) > 1]
    return sorted((each for each in groups if each.why), key=lambda each: (each.unit.name, each.name))


def group_of(account: Account) -> list[Account]:
    """All accounts of the account's group that are in use and go on."""
    rows = _live(Q(unit=account.unit_id))
    return [row for row in rows if folded(row.group.strip()) == folded(account.group.strip())]


def _why(rows: list[Account]) -> list[str]:
    twice = sorted(name for name, n in Counter(row.platform.name for row in rows).items() if n > 1)
    said = [_("Several on %(platform)s") % {"platform": name} for name in twice]
    alone = any(not row.has_custodian for row in rows)  # type: ignore[attr-defined]
    return [*said, *([_("Nobody answers for some of them")] if alone else [])]


def _live(scope: Q) -> "QuerySet[Account]":
    own = Custody.objects.filter(account=OuterRef("pk"), state=CustodyState.OPEN, interim=False, unverified=False)
    rows = Account.objects.filter(scope, klass__in=AccountClass.official()).exclude(group="")
    rows = rows.exclude(state__in=(AccountState.SETTING_UP, *AccountState.over())).exclude(is_planned_to_end())
    return rows.annotate(has_custodian=Exists(own)).select_related("platform", "unit").order_by("pk")


def _scope(user: User) -> Q:
    if powers.has_power(user, Power.END_ACCOUNTS):
        return Q()
    return Q(*[Q(unit__path__startswith=unit.path) for unit in _units_of(user)], _connector=Q.OR)


def _units_of(user: User) -> list[Unit]:
    offices = [row for row in powers.offices_of(user) if row.on_behalf_of_id is None]
    return [row.unit for row in offices if row.unit and Power.CARE_FOR_UNIT in powers.powers_from(row)]
