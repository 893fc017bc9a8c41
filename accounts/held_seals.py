"""Is what was left by links, and waits for an answer, sealed as it was? Its key is unwrapped, and nothing opened."""

from collections.abc import Iterator

from accounts.models import Drop, DropState
from accounts.sealing import check_drop
from accounts.seals import Finding, Looked
from registry import keyring
from registry.vault import VaultError


def held_findings(looked: Looked) -> Iterator[Finding]:
    """What does not open where it was left, by account and link. Raises VaultSealed."""
    vault = keyring.vault()
    for drop in Drop.objects.filter(state=DropState.HELD).select_related("account__platform").order_by("pk").iterator():
        looked.seals += 1
        try:
            check_drop(drop, vault)
        except VaultError:
            name, number = drop.account.name, drop.number
            said = f"{name}: what was left by {number} does not open. Discard it, and make another link."
            yield Finding("unreadable", str(drop.account.uuid), name, number, 0, 0, said)
