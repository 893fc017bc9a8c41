"""Telling two people that somebody wants to open more than anybody needs (security B7)."""

from accounts.models import Account
from accounts.rules.watching import outsiders
from registry import audit, clock, outbox
from registry.people.models import User


@audit.act()
def alert(account: Account, *, by: User) -> list[User]:
    """Write to two people outside the chain of whoever was held back, once a day; who was told. The trail has it."""
    people = outsiders(by)
    for person in people:
        key = f"too_many:{by.pk}:{clock.today()}:{person.pk}"
        outbox.post("accounts/too_many", to=person, about=account, key=key, account=account.pk, by=str(by.pk))
    return people
