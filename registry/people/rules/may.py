"""For buttons: the same question as the check, answered yes or no."""

from collections.abc import Callable
from typing import Any

from registry.people.refusal import Refused


def may(check: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Whether a check would let it pass: for buttons."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True
