"""Taking the custody from who holds it, without their help: unreachable, dismissed, vacant (E3.37, E3.46, E3.52)."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account, AccountState, Custody
from accounts.rules.handoff import held_now
from accounts.rules.standing import Standing
from registry.people.models import User
from registry.people.refusal import Refused, Stale

RULE = "domain: who may do what"


class TakenBecause(models.TextChoices):
    """Why somebody does not hold an account any more."""

    UNREACHABLE = "unreachable", gettext_lazy("Nobody can reach the custodian")
    VACANT = "vacant", gettext_lazy("The position is vacant for now, like over the summer")
    AT_ONCE = "at_once", gettext_lazy("The custodian must lose it at once")
    OTHER = "other", gettext_lazy("Another reason")


def check_may_take(standing: Standing) -> Custody:
    """Raise `Refused` unless they may take the custody from who has accepted it: the unit's administrator or
    Communications. Never their own: who hands over their own goes through a handoff.
    """
    if not (standing.administrator or standing.communications):
        raise Refused(_("The unit’s administrator or Communications reassigns the custody."), rule=RULE)
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed."))
    held = held_now(standing.account)
    if held is None:
        raise Stale(_("Nobody has accepted the custody: an interim custodian holds it."))
    if held.custodian_id == standing.user.pk:
        raise Refused(_("You hold it yourself: hand it over instead."), rule=RULE)
    return held


def check_next(held: Custody, person: User | None) -> None:
    """Raise `Refused` where the next one would be who it is taken from."""
    if person and person.pk == held.custodian_id:
        raise Refused(_("Choose somebody else: it is taken from them."), rule=RULE, field="custodian")


def knows_no_way_in(account: Account) -> bool:
    """Whether nothing verified is in the vault: then the sealed break-glass kit or the platform is the way in."""
    return (
        account.platform.shares_login
        and not account.secrets.filter(is_current=True, field="password", state="verified").exists()
    )
