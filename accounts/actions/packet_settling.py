"""What happens to an account answers what is asked about it: handed over, taken on, closed; or it is asked anew."""

from datetime import date

from accounts.actions import packets
from accounts.actions.completing import close_if_complete, hold_all
from accounts.actions.locking import locked
from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    CampaignKind,
    Custody,
    CustodyState,
    Handoff,
    HandoffState,
    Packet,
    PacketState,
)
from accounts.rules.planned_ends import end_of
from registry import audit
from registry.people.models import User


@audit.act()
def settle(account: Account, *, by: User | None) -> int:
    """Bring what is asked about an account up to what has become of it, inside an act that holds the account; returns
    how many packets moved. Any number of times.
    """
    if not account.packets.live().exists():
        return 0
    hold_all([account])
    rows = account.packets.live().select_related("campaign", "custodian", "handoff").order_by("campaign", "pk")
    moved, last_day = 0, end_of(account)
    for packet in list(rows):
        packet.account = account
        if _settle(packet, last_day, by=by):
            moved += 1
            close_if_complete(packet.campaign, by=by)
    return moved


def settle_due(*, by: User | None = None) -> int:
    """The daily chore: the same for every account about which something is asked. Returns how many packets moved."""
    done = 0
    for account in Account.objects.filter(pk__in=Packet.objects.live().values("account")).order_by("pk"):
        with audit.act():
            done += settle(locked(account), by=by)
    return done


@audit.act()
def _settle(packet: Packet, last_day: date | None, *, by: User | None) -> bool:
    account = packet.account
    official = account.klass in AccountClass.official()
    ends = account.state in AccountState.over() or (last_day is not None and last_day <= packet.due_on)
    if ends or not official:
        asked = packet.state == PacketState.RETIRE_ASKED and official
        packets.answer(packet, PacketState.RETIRED if asked else PacketState.MOOT, by=by)
        return True
    held = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian").first()
    if packet.campaign.kind == CampaignKind.ADOPTION and _is_taken_on(account, held):
        packets.answer(packet, PacketState.TAKEN_ON, by=by)
        return True
    moved = _follow(packet, by=by)
    if held and held.custodian_id != packet.custodian_id and packet.is_live:
        packets.pass_on(packet, held.custodian, by=by)
        return True
    return moved


@audit.act()
def _follow(packet: Packet, *, by: User | None) -> bool:
    """Whether a handoff answers it, or does no longer."""
    if packet.state == PacketState.HANDING_OVER and packet.handoff:
        if packet.handoff.state == HandoffState.DONE:
            packets.answer(packet, PacketState.HANDED_OVER, by=by)
            return True
        if not packet.handoff.is_live:
            packets.begin_again(packet, by=by, handoff=None)
            packets.say(audit.Event.PACKET_REOPENED, packet, by=by)
            packets.ask([packet.custodian], packet.campaign, key=f"{packet.uuid}:{packet.account.handoffs.count()}")
            return True
    if packet.state == PacketState.OPEN and packet.campaign.kind != CampaignKind.ADOPTION:
        passing = Handoff.objects.filter(account=packet.account, state__in=HandoffState.live()).first()
        if passing:
            packet.state, packet.handoff = PacketState.HANDING_OVER, passing
            packet.save(update_fields=["state", "handoff"])
            packets.say(audit.Event.PACKET_HANDING_OVER, packet, by=by)
            return True
    return False


def _is_taken_on(account: Account, held: Custody | None) -> bool:
    """Official, with a custodian who accepted it (E3.45)."""
    return account.state == AccountState.ACTIVE and held is not None and not (held.unverified or held.interim)
