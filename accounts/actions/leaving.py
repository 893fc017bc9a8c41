"""Whoever has a link leaves what they know: once, sealed at once, and held until an adult has answered (domain.md)."""

import json
import secrets

from django.utils.translation import gettext as _

from accounts.actions.depositing import Values
from accounts.actions.drops import held, record
from accounts.actions.locking import locked
from accounts.models import Drop, DropState, SecretField
from accounts.rules import drops as rules
from accounts.rules.standing import communications_staff
from accounts.rules.values import normalised
from accounts.sealing import seal_drop
from registry import audit, clock, keyring, outbox
from registry.people.models import User
from registry.people.refusal import Stale
from registry.vault import Secret

#: Letters and numbers that nobody mistakes for one another, read out or written on a hand.
_RECEIPT = "ABCDEFGHJKLMNPQRTUVWXY346789"


@audit.act()
def leave(token: Secret, *, values: Values, by: User | None) -> Drop:
    """Seal what was typed, and use the link up. `by` is nobody: who holds the link does not sign in.

    Raises `Stale` where the link is no good (any more), `Unusable` for a value that cannot be right, `VaultSealed`.
    """
    found = rules.usable(token.expose())
    if found is None:
        raise _no_good()
    locked(found.account)
    drop = held(found)
    places = [(at if isinstance(at, tuple) else (at, 0), value) for at, value in values.items() if value]
    allowed = all(field in drop.fields for (field, _slot), _value in places)
    if not (rules.works(drop) and places and allowed):
        raise _no_good()
    rows = [[field, slot, normalised(SecretField(field), value).expose()] for (field, slot), value in places]
    seal_drop(drop, Secret(json.dumps(rows)), keyring.vault())
    drop.state, drop.left_at, drop.receipt = DropState.HELD, clock.now(), _receipt()
    drop.left_fields = list(dict.fromkeys(str(field) for (field, _slot), _value in places))
    drop.save(update_fields=["state", "left_at", "receipt", "left_fields", "kid", "wrapped_key", "blob"])
    record(audit.Event.DROP_LEFT, drop, by=by, after={"receipt": drop.receipt})
    _tell(drop)
    return drop


def _no_good() -> Stale:
    return Stale(_("This link does not work. It was used already, is over, or is not complete."))


def _receipt() -> str:
    letters = "".join(secrets.choice(_RECEIPT) for _ in range(6))
    return f"{letters[:3]}-{letters[3:]}"


def _tell(drop: Drop) -> None:
    """Who made the link, and Communications, say whether it was right."""
    people = {person.pk: person for person in [*communications_staff(), drop.made_by] if person.is_active}
    for person in people.values():
        key = f"drop_left:{drop.uuid}:{person.pk}"
        outbox.post("accounts/drop_left", to=person, about=drop.account, key=key, drop=drop.pk)
