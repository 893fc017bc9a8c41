"""What the page of an account says of the last word on it, and of what is asked about it now."""

from typing import Any

from accounts.models import Account, AccountState
from accounts.panels import add_section
from accounts.rules import packets as rules
from accounts.rules.attesting import check_may_attest, last_of
from accounts.rules.standing import standing_of
from registry.people.models import User
from registry.people.rules import may


@add_section
def attested(account: Account, user: User) -> dict[str, Any] | None:
    """Whose word, until when it holds; what a campaign asks, with the way to it for those who may see it."""
    if account.state == AccountState.RETIRED:
        return None
    last, packet = last_of(account), rules.live_of(account)
    if not (last or packet or account.state == AccountState.ACTIVE):
        return None
    standing = standing_of(account, user)
    return {
        "template": "accounts/parts/attested.html",
        "attested": last,
        "asked": packet,
        "sees_packet": packet is not None and may(rules.check_may_see, packet, standing),
        "may_attest": may(check_may_attest, standing),
    }
