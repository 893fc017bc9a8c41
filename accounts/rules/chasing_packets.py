"""How far silence takes what is asked about an account, and who is asked next (IV.11, E5.69)."""

from collections.abc import Collection, Iterable
from datetime import date

from accounts.models import BackupCustodian, CampaignTerms, Packet, PacketStage
from accounts.rules.campaigns import administrators_above
from accounts.rules.standing import communications_staff
from registry.calendar import WorkingDays
from registry.people.models import Absence, User


def terms() -> CampaignTerms:
    """How soon this district asks again; as delivered where nobody has said."""
    return CampaignTerms.objects.first() or CampaignTerms()


def stage_on(due_on: date, today: date, working: WorkingDays, said: CampaignTerms) -> PacketStage:
    """The stage that a day brings, by the day something is due and the district's terms."""
    if today < due_on:
        soon = working.between(today, due_on) <= said.remind_days
        return PacketStage.REMINDED if soon else PacketStage.ASKED
    steps = working.between(due_on, today) // said.step_days
    return PacketStage(min(PacketStage.DUE + steps, PacketStage.COMMUNICATIONS))


class Around:
    """Who is near the accounts of some packets and not away, asked once for all of them."""

    def __init__(self, packets: Iterable[Packet]) -> None:
        rows = list(packets)
        self.away: Collection[object] = set(Absence.objects.on().values_list("person_id", flat=True))
        self.staff = communications_staff()
        backups = BackupCustodian.objects.filter(account__in=[row.account_id for row in rows], ended_at=None)
        self.backups = {row.account_id: row.person for row in backups.select_related("person")}
        paths = {tuple(row.account.unit.path_ids()) for row in rows}
        self.levels = {path: administrators_above(path) for path in paths}

    def asked(self, packet: Packet, stage: PacketStage) -> list[User]:
        """Whom a letter of this stage goes to. Who is away is passed over: the backup is asked for the custodian, and
        after them the next one up who is there; last, everybody of Communications.
        """
        if stage <= PacketStage.DUE:
            near = [packet.custodian, *([self.backups[packet.account_id]] if packet.account_id in self.backups else [])]
            there = self._there(near)[:1]
            return there or self.asked(packet, PacketStage.NEAREST)
        above = self._above(packet)
        place = stage - PacketStage.NEAREST
        return above[place] if place < len(above) and stage < PacketStage.COMMUNICATIONS else self.staff

    def _above(self, packet: Packet) -> list[list[User]]:
        """The administrators over it, unit by unit; not whoever was asked already as custodian."""
        levels = self.levels[tuple(packet.account.unit.path_ids())]
        others = ([one for one in level if one.pk != packet.custodian_id] for level in levels)
        return [there for level in others if (there := self._there(level))]

    def _there(self, people: Iterable[User]) -> list[User]:
        return [one for one in people if one.is_active and one.pk not in self.away]
