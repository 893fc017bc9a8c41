"""How an account is: at risk, needs attention, healthy or not in use, each with its reasons; one definition for badge,
filter, report and letter. Computed, never typed in (domain.md: health).
"""

from accounts.health.computing import IN_USE, found
from accounts.health.reasons import (
    OUT,
    REASONS,
    RISKS,
    UNPROVEN,
    WORRIES,
    Code,
    Reason,
    codes_in,
    is_verified,
    place_of,
    reasons_in,
    state_of,
)
from accounts.health.terms import all_terms
from accounts.models import Account

__all__ = [
    "IN_USE", "OUT", "REASONS", "RISKS", "UNPROVEN", "WORRIES", "Code", "Reason", "all_terms", "bits_of", "codes_in",
    "found", "is_verified", "place_of", "reasons_in", "state_of",
]  # fmt: skip


def bits_of(account: Account) -> int:
    """The reasons of one account as a number, worked out now in the same way as for all of them."""
    return found([account.pk])[account.pk]
