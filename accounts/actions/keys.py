"""What checking the vault and losing a key mean for accounts: written down, and work opened."""

from collections.abc import Sequence

from accounts.exposed import Exposed, exposed_by
from accounts.seals import Finding, Looked
from registry import audit, stores
from registry.actions import keys
from registry.audit import Event
from registry.people.models import User

#: Findings named in the trail; the rest is counted.
MOST_NAMED = 20


@audit.act()
def write_down_check(looked: Looked, found: Sequence[Finding], *, by: User | None, reference: str = "") -> None:
    """Record that every seal was looked at, and what was found."""
    facts = {"accounts": looked.accounts, "seals": looked.seals, "findings": len(found)}
    named = [{"account": one.account, "field": one.field, "kind": one.kind} for one in found[:MOST_NAMED]]
    event = Event.VAULT_FAULTY if found else Event.VAULT_VERIFIED
    audit.record(event, by=by, after={**facts, "named": named} if named else facts, reference=reference)


@audit.act()
def compromise(kid: str, *, by: User | None, reference: str = "") -> list[Exposed]:
    """Mark a key of the vault as known to somebody else; the accounts whose secrets it sealed. Raises `Refused`."""
    keys.mark_compromised(kid, by=by, reference=reference)
    exposed = exposed_by(kid)
    facts = {"accounts": len(exposed), "secrets": sum(len(one.secrets) for one in exposed)}
    audit.record(Event.KEY_EXPOSED, by=by, on=stores.KeyName(kid), kid=kid, after=facts, reference=reference)
    return exposed
