"""Which buttons about its end somebody gets on an account's page: those the rules would let through, and no other."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState
from accounts.rules import closing, compromised, holds, tombstones
from accounts.rules.offers import Offer
from accounts.rules.standing import Standing
from registry.people.rules import may


def ending_offers(standing: Standing) -> list[Offer]:
    """To close it or ask for that, to mark it, to record a new handle, to keep its records."""
    account = standing.account
    over = account.state == AccountState.CLOSING
    allowed = {
        "rename": may(tombstones.check_may_rename, standing),
        "compromised": may(compromised.check_may_mark, standing),
        "closing-ask": not over and may(closing.check_may_ask, standing),
        "closing-begin": not over and may(closing.check_may_begin, standing) and closing.live_of(account) is None,
        "hold": may(holds.check_may_place, standing.user),
    }
    return [_offer(key, account) for key, yes in allowed.items() if yes]


def _offer(key: str, account: Account) -> Offer:
    pages = {
        "rename": (_("Record a new handle"), "square-pen"),
        "compromised": (_("Mark as compromised"), "triangle-alert"),
        "closing-ask": (_("Ask to close it"), "archive"),
        "closing-begin": (_("Plan its end"), "archive"),
        "hold": (_("Place under legal hold"), "lock"),
    }
    label, icon = pages[key]
    return Offer(key, label, reverse(f"accounts:{key}", args=[account.uuid]), icon)
