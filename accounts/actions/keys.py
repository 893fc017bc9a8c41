"""What checking the vault and losing a key mean for accounts: written down, and work opened."""

from collections.abc import Iterable, Sequence

from accounts.actions.rotation import open_rotation
from accounts.exposed import Exposed, exposed_by, guessable_by
from accounts.models import Account, ReasonKind, RotationReason, SecretField
from accounts.seals import Finding, Looked
from registry import audit, stores
from registry.actions import keys
from registry.audit import Event
from registry.people.models import User
from registry.people.refusal import Stale
from registry.rules import keys as rules

#: Findings named in the trail; the rest is counted.
MOST_NAMED = 20
#: What can be made anew beside the sign-in; a mailbox, a phone and a date of birth are no secrets to change.
CHANGEABLE = (SecretField.BACKUP_CODE, SecretField.SECURITY_QUESTION)
#: A newer value is on the platform than in the vault.
CAME_BACK = frozenset({"resurfaced", "rolled back"})


@audit.act()
def write_down_check(looked: Looked, found: Sequence[Finding], *, by: User | None, reference: str = "") -> None:
    """Record that every seal was looked at, and what was found."""
    facts = {"accounts": looked.accounts, "seals": looked.seals, "findings": len(found)}
    named = [{"account": one.account, "field": one.field, "kind": one.kind} for one in found[:MOST_NAMED]]
    event = Event.VAULT_FAULTY if found else Event.VAULT_VERIFIED
    audit.record(event, by=by, after={**facts, "named": named} if named else facts, reference=reference)


def compromise(kid: str, *, by: User | None, reference: str = "") -> list[Exposed]:
    """Mark a key of the vault, or one for fingerprints, as known to somebody else, and have changed all it sealed, or
    what can be guessed with it; what that is.

    An act for each account: one that a crash cut short is run again, and opens nothing twice, also once it was changed:
    a login stays what it was. Raises `Refused`.
    """
    found_by = exposed_by if rules.the_key(kid)[0] == "vault" else guessable_by
    with audit.act():
        keys.mark_compromised(kid, by=by, reference=reference)
        exposed = found_by(kid)
        facts = {"accounts": len(exposed), "secrets": sum(len(one.secrets) for one in exposed)}
        held = sum(len(one.held) for one in exposed)
        facts |= {"held": held} if held else {}
        audit.record(Event.KEY_EXPOSED, by=by, on=stores.KeyName(kid), kid=kid, after=facts, reference=reference)
    for one in exposed:
        if not _is_asked_for(one):
            _have_changed(one.account, one.fields, ReasonKind.KEY_COMPROMISE, by)
    return exposed


def _is_asked_for(one: Exposed) -> bool:
    asked = RotationReason.objects.filter(rotation__account=one.account, rotation__dropped_why="", withdrawn_at=None)
    return asked.filter(kind=ReasonKind.KEY_COMPROMISE, added_at__gte=one.newest).exists()


def reopen(found: Sequence[Finding], *, by: User | None) -> int:
    """Have changed what came back in an older version (E2.32); of how many accounts. Again, it opens nothing twice."""
    fields: dict[str, set[str]] = {}
    for one in found:
        if one.kind in CAME_BACK and one.account:
            fields.setdefault(one.account, set()).add(one.field)
    for account in Account.objects.filter(uuid__in=fields).order_by("pk"):
        _have_changed(account, fields[str(account.uuid)], ReasonKind.REPORTED_CHANGE, by)
    return len(fields)


@audit.act()
def _have_changed(account: Account, fields: Iterable[str], kind: ReasonKind, by: User | None) -> None:
    """Once for everything one signs in with, and for each other field to be made anew; never of a closed account."""
    signs_in = set(fields) & set(SecretField.sign_in_set())
    wanted = ([""] if signs_in else []) + [field for field in CHANGEABLE if field in fields]
    try:
        for field in wanted:
            open_rotation(account, field=field, reason=kind, by=by)
    except Stale:
        return
