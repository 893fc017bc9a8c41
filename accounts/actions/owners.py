"""Who sees to what must change is told: one letter for each account and person, however much of it there is."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import Rotation
from registry import audit, clock, outbox
from registry.people.models import User


@audit.act()
def tell_owners(rotations: Iterable[Rotation], *, by: User | None) -> None:
    """Write to who sees to these, unless they opened or took them themselves; of the same ones once a day."""
    found: dict[tuple[int, object], list[Rotation]] = defaultdict(list)
    for rotation in rotations:
        if rotation.owner and (by is None or rotation.owner_id != by.pk):
            found[rotation.account_id, rotation.owner_id].append(rotation)
    for rows in found.values():
        owner, account = rows[0].owner, rows[0].account
        numbers = ",".join(str(pk) for pk in sorted(row.pk for row in rows))
        key = f"rotation_opened:{account.uuid}:{owner.pk if owner else ''}:{clock.today()}:{numbers}"
        outbox.post("accounts/rotation_opened", to=owner, about=account, key=key, rotations=numbers)
