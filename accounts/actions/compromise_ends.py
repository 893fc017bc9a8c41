"""It is over that an account was not to be trusted: said by who secured it, or because it has ended."""

from accounts.models import Account, Compromise
from registry import audit, clock
from registry.people.models import User


@audit.act()
def end_all(account: Account, *, why: str, by: User) -> list[Compromise]:
    """Write down that it is over, inside an act that holds the account and records its event."""
    rows = list(account.compromises.filter(over_at=None))
    for row in rows:
        row.over_at, row.over_by, row.over_why = clock.now(), by, why
        row.save(update_fields=["over_at", "over_by", "over_why"])
    return rows
