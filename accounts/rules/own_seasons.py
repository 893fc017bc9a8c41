"""The seasons of a group's account: who says which, and what there is to choose from (domain.md: season)."""

from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass, AccountSeason, AccountState, Season, SeasonCode
from accounts.rules.standing import Standing
from registry.people.refusal import Refused, Stale

RULE = "domain: season"
#: What every district has.
USUAL = (SeasonCode.FALL, SeasonCode.WINTER, SeasonCode.SPRING)
#: A code, and the name of one of the district's own.
Which = tuple[str, str]


def check_may_set(standing: Standing) -> None:
    """Raise `Refused` unless it is a group's account and they answer for it, its unit or Communications."""
    if not (standing.custodian or standing.interim or standing.administrator or standing.communications):
        message = _("The custodian, the unit’s administrator or Communications says in which season a group is active.")
        raise Refused(message, rule=RULE)
    if standing.account.klass != AccountClass.STUDENT_GROUP:
        raise Refused(_("Only student groups have seasons. This account is in use all year."), rule=RULE)
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed."))


def choices() -> list[Which]:
    """The seasons a group can be in: the usual ones, and those that the district has named."""
    rows = Season.objects.filter(removed_at=None, code=SeasonCode.OTHER).order_by("name")
    named = dict.fromkeys(rows.values_list("name", flat=True))
    return [*((code.value, "") for code in USUAL), *((SeasonCode.OTHER.value, name) for name in named)]


def check_chosen(chosen: set[Which], account: Account) -> None:
    """Raise `Refused` for a season the district does not have, and the account did not have before."""
    known = {*choices(), *((row.code, row.name) for row in seasons_of(account))}
    if not chosen <= known:
        raise Refused(_("Choose seasons from the list."), rule=RULE, field="seasons")


def seasons_of(account: Account) -> list[AccountSeason]:
    """Its seasons now; none means all year."""
    return list(account.seasons.filter(ended_at=None))


def words_of(account: Account) -> str:
    """Its seasons in words, and all year where a group has none; empty for an account that has no seasons."""
    if account.klass != AccountClass.STUDENT_GROUP:
        return ""
    named = ", ".join(str(row) for row in seasons_of(account))
    return named or _("All year")
