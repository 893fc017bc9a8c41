"""What the set-up of a request still lacks, in sentences."""

from django.utils.translation import gettext as _

from accounts.models import AccountState
from accounts.rules import lifecycle
from approvals import conditions, objecting
from approvals.models import Request
from registry.people.refusal import Refused


def setup_lacks(request: Request) -> list[str]:
    """What the accounts of the request still need before they can be active, in the register's own sentences."""
    accounts = [item.account for item in request.items.select_related("account__platform") if item.account]
    lacks = [
        _("%(account)s: %(said)s") % {"account": account.trail_label, "said": said} if len(accounts) > 1 else said
        for account in accounts
        if account.state == AccountState.SETTING_UP
        for said in lifecycle.missing(account)
    ]
    return [*lacks, *objecting.hold_back(request), *conditions.hold_back(request)]


def check_conditions_are_met(request: Request) -> None:
    """Raise `Refused` while a condition for going live is open (E1.18), or a yes is disowned (E1.19)."""
    lacking = [*objecting.hold_back(request), *conditions.hold_back(request)]
    if lacking:
        raise Refused(" ".join(lacking), rule="E1.18, E1.19")
