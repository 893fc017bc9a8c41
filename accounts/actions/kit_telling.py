"""Telling of a kit that comes to nothing: everybody who counted on it or has to know, each once."""

from collections.abc import Iterable

from accounts.models import Kit
from registry import audit, outbox
from registry.people.models import User


@audit.act()
def tell(template: str, kit: Kit, people: Iterable[User], *, by: User) -> None:
    """Write to all of them but `by`, who did it; the same letter about the same kit goes to nobody twice."""
    name = template.rpartition("/")[2]
    told = {f"{name}:{kit.pk}:{person.pk}": person for person in people if person.pk != by.pk and person.is_active}
    outbox.post_all(template, to=told, about=kit, kit=kit.pk, by=str(by.pk))
