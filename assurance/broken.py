"""Deliberately broken variants of the site, for controls only."""

from collections.abc import Callable
from typing import Any

from registry.people.actions import factors


def codes_accepted_again(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Take every authenticator code as new, as a site does that keeps no memory of them."""
    factors.claim_code = lambda code, *, by: True  # type: ignore[assignment]
    return answer
