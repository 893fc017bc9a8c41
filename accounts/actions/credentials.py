"""What gets one in, from deposit to destruction: the one place to call for it."""

from accounts.actions.depositing import Deposited, deposit
from accounts.actions.revealing import (
    CannotOpen,
    Reason,
    Revealed,
    Shown,
    Which,
    extend,
    reveal,
    worked,
)
from accounts.actions.verifying import destroy_due, refuse, verify
from accounts.rules.values import Unusable

__all__ = [
    "CannotOpen",
    "Deposited",
    "Reason",
    "Revealed",
    "Shown",
    "Unusable",
    "Which",
    "deposit",
    "destroy_due",
    "extend",
    "refuse",
    "reveal",
    "verify",
    "worked",
]
