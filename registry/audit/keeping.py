"""Of which entries nothing is blanked, whatever their age, as under a legal hold: said by rooms above."""

from collections.abc import Callable

from django.db.models import Q

#: Which entries, as a condition on them.
Held = Callable[[], Q]
_held: list[Held] = []


def keeps_origins(held: Held) -> Held:
    """Decorator: let another room say of which entries the addresses and browsers stay."""
    if held not in _held:
        _held.append(held)
    return held


def kept_whole() -> Q:
    """Those entries, as all rooms say; none where nobody does."""
    found = Q(pk__in=[])
    for held in _held:
        found |= held()
    return found
