"""What an account's page says of its end: that one is planned, of a hold, that it is not to be trusted, its past."""

from typing import Any

from accounts.closing_panel import latest_of
from accounts.models import AccountState, ClosingState, Tombstone
from accounts.rules import compromised, holds, incidents, tombstones
from accounts.rules.ending_offers import ending_offers
from accounts.rules.seeing import may_see_reasons
from accounts.rules.standing import Standing
from registry.people import powers
from registry.people.power import Power
from registry.people.rules import may

#: Ends that say nothing any more of an account that goes on.
SILENT = (ClosingState.CALLED_OFF, ClosingState.REFUSED)
MOST_BEFORE = 5


def facts_for(standing: Standing) -> dict[str, Any]:
    """All of it for this person; of an account that nothing of it concerns, four queries."""
    account = standing.account
    closing, marked = latest_of(account), account.state == AccountState.COMPROMISED
    mine = list(account.tombstones.select_related("platform", "redirect_to__platform"))
    return {
        "closing": closing if closing and closing.state not in SILENT else None,
        "leads_to": next((tombstones.leads_to(row) for row in mine if account.state == AccountState.RETIRED), None),
        "compromise": compromised.open_of(account) if marked or account.state == AccountState.CLOSING else None,
        "to_secure": compromised.missing(account) if marked and standing.communications else [],
        "may_secure": marked and may(compromised.check_may_secure, standing),
        "incident": incidents.latest_for(standing),
        "sees_incident": may_see_reasons(standing),
        "is_held": holds.is_held(account),
        "holds": holds.holds_for(account, standing.user),
        "may_lift": powers.has_power(standing.user, Power.PLACE_HOLDS),
        "handles_before": [row for row in mine if row.key != account.key],
        "earlier": _earlier(standing),
        "ending_offers": ending_offers(standing),
    }


def _earlier(standing: Standing) -> list[Tombstone]:
    """What its group had before, on whatever platform (E3.47)."""
    account = standing.account
    rows = tombstones.earlier_of(account.unit_id, account.group).exclude(account=account)
    return list(rows[:MOST_BEFORE])
