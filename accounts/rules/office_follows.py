"""What would follow an office if it ended now: custody that somebody took in it, or holds meanwhile by it."""

from dataclasses import dataclass
from typing import Literal

from accounts.models import BackupCustodian, Custody
from accounts.rules import by_office
from accounts.rules.by_office import Hanging
from accounts.rules.custody import in_force_now, stand_in_among
from registry.people.models import Appointment, User


@dataclass(frozen=True)
class Follows:
    """A custody, and whose it is next: they have it, are asked to take it over, or are asked to find somebody."""

    custody: Custody
    next: User
    how: Literal["has", "asked", "finds"]


def would_follow(office: Appointment) -> list[Follows]:
    """Each custody that would. Nothing is held as a designee. The number of queries does not grow with the rows."""
    if office.on_behalf_of_id is not None or not office.person.is_active:
        return []
    left = [row for row in in_force_now() if office.pk not in (row.pk, row.on_behalf_of_id)]
    found = [
        Follows(row, stand_in_among(left, row.account, failing=row.custodian, instead_of=row.custodian), "has")
        for row in by_office.outdated_interims(left, of=office.person)
    ]
    hanging = by_office.hanging_on(office, left)
    backups = _backups(hanging)
    return found + [_asked(each, backups) for each in hanging]


def _asked(each: Hanging, backups: dict[int, User]) -> Follows:
    heirs = [person for person in each.heirs if person.pk != each.custody.custodian_id]
    taker = heirs[0] if heirs else backups.get(each.custody.account_id)
    return Follows(each.custody, taker, "asked") if taker else Follows(each.custody, each.finder, "finds")


def _backups(hanging: list[Hanging]) -> dict[int, User]:
    rows = BackupCustodian.objects.filter(account__in=[each.custody.account_id for each in hanging], ended_at=None)
    return {row.account_id: row.person for row in rows.filter(person__is_active=True).select_related("person")}
