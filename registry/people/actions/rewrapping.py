"""Second-factor seeds under a new key: each is sealed again and opened once more before its row is changed."""

from allauth.mfa.models import Authenticator

from registry import audit, keyring, stores
from registry.audit import Event
from registry.people.models import User
from registry.people.seeds import bound_to, key_of, mfa_box, tokens, with_each
from registry.vault import VaultError


@audit.act()
def rewrap_seeds(old: str, after: int, *, by: User | None, at_once: int = stores.AT_ONCE) -> tuple[int, int]:
    """Seal up to `at_once` authenticators that come after a place, and stand under `old`, under the primary key.

    Says how many, and where it stopped. Rows that somebody else holds are left for the next time; one that does not
    open stays as it is, for `vault verify` to name.
    """
    there = Authenticator.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "data")
    due = [pk for pk, data in there.iterator() if any(key_of(one) == old for one in tokens(data))][:at_once]
    rows = Authenticator.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = list(rows.filter(pk__in=due).order_by("pk"))
    changed = sum(_renew(row) for row in found)
    if changed:
        kid = keyring.ring("mfa").primary.kid
        facts = {"purpose": "mfa", "before": old, "rows": changed}
        audit.record(Event.KEY_REWRAPPED, by=by, on=stores.KeyName(kid), kid=kid, after=facts)
    return changed, due[-1] if due else after


def _renew(row: Authenticator) -> bool:
    box, where = mfa_box(), bound_to()
    try:
        row.data = with_each(row.data, lambda token: box.renew(token, bound_to=where))
    except VaultError:
        return False
    row.save(update_fields=["data"])
    return True
