"""Writing about an account that is not ours: to people who work here, once each, never to who runs it."""

from collections.abc import Iterable

from accounts.models import Found
from accounts.rules.standing import communications_staff
from registry import audit, outbox
from registry.people.models import User


@audit.act()
def tell(template: str, found: Found, people: Iterable[User], *, by: User | None, key: str = "") -> int:
    """Write to these people, and not to whoever did it; says to how many."""
    told = {each.pk: each for each in people if each.is_active and (by is None or each.pk != by.pk)}
    for person in told.values():
        at = f"{template}:{found.uuid}:{person.pk}:{key}"
        outbox.post(template, to=person, about=found, key=at, found=found.pk)
    return len(told)


def who_handles(found: Found) -> list[User]:
    """Whoever of Communications handles it; all of them where nobody does, or does any more."""
    staff = communications_staff()
    return [person for person in staff if person.pk == found.handler_id] or staff
