"""Who could see to the change of a secret: its custodian, its backup, Communications; not who must lose it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accounts.models import AccountState, BackupCustodian, Custody, CustodyState, Rotation, RotationReason
from accounts.rules.knowing import Entrusted, entrusted
from accounts.rules.renewal import losers_among
from accounts.rules.standing import communications_staff
from registry.people.models import Appointment, Office, User


@dataclass(frozen=True)
class Hands:
    """Who there is to give the changes of some accounts to, asked once for all of them."""

    trusted: Entrusted
    keepers: Mapping[int, list[User]]
    stand_ins: Mapping[int, list[User]]
    staff: list[User]
    operators: frozenset[object]

    def owner_for(self, rotation: Rotation, reasons: Iterable[RotationReason]) -> User | None:
        """Who sees to it: its owner while they may; else the custodian, the backup, the first of Communications, or who
        stands in as custodian; of an account that is being closed, Communications alone. A system administrator opens
        no login, and so changes none.
        """
        account = rotation.account
        out = losers_among(account, reasons, self.trusted) | self.operators
        every = [*self.keepers.get(account.pk, ()), *self.staff, *self.stand_ins.get(account.pk, ())]
        if account.state == AccountState.CLOSING:
            every = self.staff
        able = [person for person in every if person.is_active and person.pk not in out]
        kept = (person for person in able if person.pk == rotation.owner_id)
        return next(kept, able[0] if able else None)


def hands_for(accounts: Collection[int]) -> Hands:
    """Who could see to the changes of these accounts. The number of queries does not grow with them."""
    keepers: dict[int, list[User]] = defaultdict(list)
    stand_ins: dict[int, list[User]] = defaultdict(list)
    rows = Custody.objects.filter(account__in=accounts, state__in=CustodyState.in_hand(), unverified=False)
    # "accepted" before "open": the taker of a handoff before its giver
    for row in rows.select_related("custodian").order_by("state", "pk"):
        (stand_ins if row.interim else keepers)[row.account_id].append(row.custodian)
    for backup in BackupCustodian.objects.filter(account__in=accounts, ended_at=None).select_related("person"):
        keepers[backup.account_id].append(backup.person)
    operate = Appointment.objects.in_force().filter(office=Office.SYSTEM_ADMINISTRATOR)
    operators = frozenset(operate.values_list("person_id", flat=True))
    return Hands(entrusted(accounts), keepers, stand_ins, communications_staff(), operators)
