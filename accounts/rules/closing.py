"""The end of an account: who asks for it, who plans it, and who calls it off (domain.md: account)."""

from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Closing, ClosingKind, ClosingState
from accounts.rules.standing import Standing
from registry.people.refusal import Refused, Stale

RULE = "domain: account"


def live_of(account: Account) -> Closing | None:
    """The end of the account that is asked for, under way, or keeps it parked."""
    rows = Closing.objects.filter(account=account, state__in=ClosingState.live())
    return rows.select_related("asked_by", "begun_by", "replaced_by__platform", "sunset__platform").first()


def again(closing: Closing) -> Closing:
    """The closing as it is now; its account is told apart from the locked one by nobody."""
    rows = Closing.objects.select_related("account__platform", "account__unit", "asked_by", "replaced_by__platform")
    return rows.get(pk=closing.pk)


def check_may_ask(standing: Standing) -> None:
    """Raise `Refused` unless this person may ask that the account be closed: its custodian, the unit's administrator.

    Communications does not ask: it begins.
    """
    if not (standing.custodian or standing.administrator):
        message = _("The custodian and the unit’s administrator ask to close an account.")
        raise Refused(message, rule="domain: who may do what")
    if standing.communications:
        raise Refused(_("You are of Communications: plan the end yourself."), rule=RULE)
    _check_has_begun_life(standing.account)
    if live_of(standing.account):
        raise Stale(_("Somebody has asked for it already, or it is under way."))


def check_may_begin(standing: Standing) -> Closing | None:
    """Raise `Refused` unless Communications may plan the end now, for the first time or anew; what is live of it."""
    if not standing.communications:
        raise Refused(_("Communications closes an account."), rule="domain: who may do what")
    _check_has_begun_life(standing.account)
    return live_of(standing.account)


def check_may_call_off(standing: Standing, closing: Closing) -> None:
    """Raise `Refused` unless they may call it off: Communications, and who asked, while it is only asked for."""
    if not closing.is_live:
        raise Stale(_("This is over already."))
    own = closing.state == ClosingState.ASKED and closing.asked_by_id == standing.user.pk
    if not (standing.communications or own):
        raise Refused(_("Communications calls off the end of an account."), rule="domain: who may do what")


def takes_up_again(closing: Closing) -> bool:
    """Whether to call it off is to use a parked account again."""
    return closing.state == ClosingState.PARKED and closing.kind == ClosingKind.PARK


def _check_has_begun_life(account: Account) -> None:
    if account.state == AccountState.SETTING_UP:
        raise Stale(_("It is being set up. Withdraw its request instead."))
    if account.state == AccountState.RETIRED:
        raise Stale(_("This account is retired."))
