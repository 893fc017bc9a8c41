"""What gets one in, from deposit to destruction: the one place to call for it."""

from accounts.actions.depositing import Deposited, Values, Whose, deposit
from accounts.actions.revealing import (
    CannotOpen,
    Revealed,
    Shown,
    Which,
    extend,
    next_code,
    reveal,
)
from accounts.actions.trying import Tried, worked
from accounts.actions.verifying import destroy_due, refuse, verify
from accounts.models import Reason
from accounts.rules.values import Unusable

__all__ = [
    "CannotOpen",
    "Deposited",
    "Reason",
    "Revealed",
    "Shown",
    "Tried",
    "Unusable",
    "Values",
    "Which",
    "Whose",
    "deposit",
    "destroy_due",
    "extend",
    "next_code",
    "refuse",
    "reveal",
    "verify",
    "worked",
]
