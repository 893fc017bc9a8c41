"""What the page of an account says of who looked at it last, and what they saw."""

from typing import Any

from accounts.models import Account, AccountState
from accounts.panels import add_section
from accounts.rules.checking import check_may_look, last_checks
from accounts.rules.standing import standing_of
from registry.people.models import User
from registry.people.rules import may


@add_section
def looked_at(account: Account, user: User) -> dict[str, Any] | None:
    """The last few looks, and the button of those who may add one; nothing while it is set up, or is not ours."""
    if account.state in (AccountState.SETTING_UP, AccountState.RETIRED) or not account.is_ours:
        return None
    rows, may_look = last_checks(account), may(check_may_look, standing_of(account, user))
    if not (rows or may_look):
        return None
    return {"template": "accounts/parts/checks.html", "checks": rows, "may_look": may_look}
