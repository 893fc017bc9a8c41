"""Second-factor seeds at rest: the box they are sealed in, and where in allauth's rows they stand."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator

from registry import keyring
from registry.vault import Box, Unreadable

#: The values of an authenticator's data that allauth hands to the adapter; the last is a list of them.
SEALED = ("secret", "seed", "migrated_codes")


def mfa_box() -> Box:
    """The box of this installation's seeds. Raises MissingKey."""
    return Box(keyring.ring("mfa"), "mfa")


def bound_to() -> str:
    """What a seed is bound to.

    allauth names no user where it seals, and opens seeds before anyone is signed in: so the installation.
    """
    return f"authenticator of {keyring.instance_id()}"


def tokens(data: dict[str, Any]) -> list[str]:
    """The sealed values of one authenticator's data."""
    found: list[str] = []
    for name in SEALED:
        value = data.get(name)
        found += [value] if isinstance(value, str) else [one for one in value or [] if isinstance(one, str)]
    return found


def with_each(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The data with every sealed value changed, everything else as it is."""
    changed: dict[str, Any] = {}
    for name in SEALED:
        value = data.get(name)
        if isinstance(value, str):
            changed[name] = change(value)
        elif isinstance(value, list):
            changed[name] = [change(one) if isinstance(one, str) else one for one in value]
    return {**data, **changed}


def key_of(token: str) -> str:
    """The id of the key a value is sealed under; "unreadable" where it is no sealed value."""
    try:
        return Box.kid_of(token)
    except Unreadable:
        return "unreadable"


def counts() -> dict[str, int]:
    """How many seeds stand under each key."""
    rows = Authenticator.objects.values_list("data", flat=True)
    return Counter(key_of(token) for data in rows.iterator() for token in tokens(data))


def unreadable() -> list[str]:
    """Of whom a seed does not open any more, by name; what opens is dropped at once."""
    return [row.user.name for row in Authenticator.objects.select_related("user").order_by("pk") if _is_shut(row.data)]


def _is_shut(data: dict[str, Any]) -> bool:
    box, where = mfa_box(), bound_to()
    return any(not box.opens(token, bound_to=where) for token in tokens(data))
