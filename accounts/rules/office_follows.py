"""What would follow an office if it ended now: custody that somebody took in it, or holds meanwhile by it."""

from accounts.models import BackupCustodian, Custody
from accounts.rules import by_office
from accounts.rules.by_office import Hanging
from accounts.rules.custody import in_force_now, stand_in_among
from registry.people.models import Appointment, User

#: An account's custody, and who would be asked to take it over, or has it at once.
Follows = tuple[Custody, User]


def would_follow(office: Appointment) -> list[Follows]:
    """Each custody with who comes next. Of designees, who hold nothing by it, none. Queries do not grow with rows."""
    if office.on_behalf_of_id is not None or not office.person.is_active:
        return []
    left = [row for row in in_force_now() if office.pk not in (row.pk, row.on_behalf_of_id)]
    meanwhile = by_office.outdated_interims(left, of=office.person)
    hanging = by_office.hanging_on(office, left)
    backups = _backups(hanging)
    found = [
        (row, stand_in_among(left, row.account, failing=row.custodian, instead_of=row.custodian)) for row in meanwhile
    ]
    return found + [(each.custody, _next(each, backups)) for each in hanging]


def _next(each: Hanging, backups: dict[int, User]) -> User:
    heirs = [person for person in each.heirs if person.pk != each.custody.custodian_id]
    return heirs[0] if heirs else backups.get(each.custody.account_id, each.finder)


def _backups(hanging: list[Hanging]) -> dict[int, User]:
    rows = BackupCustodian.objects.filter(account__in=[each.custody.account_id for each in hanging], ended_at=None)
    return {row.account_id: row.person for row in rows.filter(person__is_active=True).select_related("person")}
