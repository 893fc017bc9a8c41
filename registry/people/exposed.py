"""Whose second factor a key has exposed that became known: who can open logins first (docs/operations-keys.md)."""

from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator

from registry.people import powers
from registry.people.models import User
from registry.people.proof import may_reveal_something
from registry.people.seeds import key_of, tokens


def whose_factors(kid: str, until: datetime | None) -> list[User]:
    """The people with a seed that stands under the key `kid`, or stood: made before another took over (`until`).

    Whoever has made a new one since is not among them; a passkey has nothing to know.
    """
    found = {row.user_id: row.user for row in _exposed(kid, until)}
    return sorted(found.values(), key=lambda person: (_reach(person), person.name.lower(), str(person.pk)))


def _exposed(kid: str, until: datetime | None) -> Iterator[Authenticator]:
    rows = Authenticator.objects.filter(user__is_active=True).select_related("user").order_by("pk")
    for row in rows.iterator():
        sealed = tokens(row.data)
        if sealed and (any(key_of(one) == kid for one in sealed) or (until and row.created_at <= until)):
            yield row


def _reach(person: User) -> int:
    return 0 if may_reveal_something(person) else 1 if powers.decides(person) else 2
