"""Telling those concerned about the end of an account: each once, and not who did it."""

from collections.abc import Iterable

from accounts.models import Closing
from registry import audit, outbox
from registry.people.models import User


@audit.act()
def tell(template: str, closing: Closing, people: Iterable[User], *, by: User | None, key: str = "") -> None:
    """Write to those who work here, inside an act that holds the account; `key` tells several of one kind apart."""
    for person in {each.pk: each for each in people if each.is_active}.values():
        if by is None or person.pk != by.pk:
            at = f"{template}:{closing.uuid}:{person.pk}:{key}"
            outbox.post(template, to=person, about=closing.account, key=at, closing=closing.pk)
