"""A campaign of the demo district: opened by a principal, some answers given, one account to be retired."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.actions import attesting, campaigns, packet_retiring
from accounts.models import Account, CampaignKind, CustodyState, Packet, PacketState, SaidOfPassword
from accounts.rules.attesting import Answers
from desk.demo.teller import Teller
from registry.calendar import due_after
from registry.people.models import Appointment, Office

#: So long before today it was opened.
OPENED = timedelta(days=9)


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """Opened for the school that has most student groups; every second account has its answer, one of them a no."""
    yield until - OPENED
    rows = Appointment.objects.in_force().filter(office=Office.ADMINISTRATOR, on_behalf_of=None)
    found = [
        (Account.objects.public().filter(unit__path__startswith=row.unit.path).count(), row) for row in rows if row.unit
    ]
    _count, most = max(found, key=lambda pair: (pair[0], -pair[1].pk))
    if not most.unit:
        return
    campaign = campaigns.open_campaign(
        title="End of the fall season", kind=CampaignKind.SEASON, unit=most.unit, due_on=due_after(12), by=most.person
    )
    packets = list(campaign.packets.filter(account__state="active").select_related("account__platform").order_by("pk"))
    for number, packet in enumerate(packets[::2]):
        yield teller.later(hours=9)
        _answer(packet, well=number != 1)
    yield teller.later(hours=5)
    left = campaign.packets.live().filter(state="open", custodian__is_active=True).last()
    if left:
        packet_retiring.ask(left, why="The group has a page of the school now; nobody posts here.", by=left.custodian)


def _answer(packet: Packet, *, well: bool) -> None:
    """Give the custodian's word, unless something else of the district's story has answered it or is about to."""
    packet.refresh_from_db()
    if packet.state != PacketState.OPEN:
        return
    shares = packet.account.platform.shares_login
    held = packet.account.custodies.get(state=CustodyState.OPEN).custodian
    backed = packet.account.backups.filter(ended_at=None).exists()
    said = Answers(
        recovery_is_ours=well, guidelines_kept=True, backup_stays=True if backed else None,
        password=(SaidOfPassword.NOBODY_LEFT if well else SaidOfPassword.NOT_YET) if shares else "",
        devices_out=well if shares else None,
    )  # fmt: skip
    last = packet.account.attestations.first()
    attesting.answer(packet, said, seen=last.pk if last else 0, by=held)
