"""What is held under links goes under a new key as secrets do: wrapped keys only, nothing is opened (invariant 5)."""

from accounts.models import Drop
from accounts.sealing import renew_drop
from registry import audit, keyring, stores
from registry.people.models import User
from registry.vault import Vault, VaultError


@audit.act()
def rewrap_drops(old: str, after: int, *, by: User | None, at_once: int = stores.AT_ONCE) -> tuple[int, int]:
    """Bring up to `at_once` of what was left, that come after a place and stand under `old`, under the primary key.

    Says how many, and where it stopped. What somebody answers at this moment is left for the next time; what does not
    unwrap stays as it is, for `vault verify` to name. Raises VaultSealed.
    """
    vault = keyring.vault()
    rows = Drop.objects.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related("account")
    found = list(rows.filter(kid=old, pk__gt=after).order_by("pk")[:at_once])
    changed = sum(_renew(drop, vault) for drop in found)
    if changed:
        kid = vault.ring.primary.kid
        facts = {"purpose": "vault", "before": old, "rows": changed}
        audit.record(audit.Event.KEY_REWRAPPED, by=by, on=stores.KeyName(kid), kid=kid, after=facts)
    return changed, found[-1].pk if found else after


def _renew(drop: Drop, vault: Vault) -> bool:
    try:
        renew_drop(drop, vault)
    except VaultError:
        return False
    drop.save(update_fields=["kid", "wrapped_key"])
    return True
