"""One packet moves on: asked, answered, given to whoever looks after the account now. Inside acts that hold it."""

from typing import Any

from accounts.models import Account, Campaign, Custody, Packet, PacketStage, PacketState
from registry import audit, clock, outbox
from registry.people.models import User


@audit.act()
def open_packets(campaign: Campaign, held: list[Custody], *, by: User | None) -> list[Packet]:
    """A packet for each of these accounts, and one letter to each person who is asked."""
    made: list[Packet] = Packet.objects.bulk_create(
        Packet(campaign=campaign, account=row.account, custodian=row.custodian, due_on=campaign.due_on) for row in held
    )
    for packet in made:
        after = {"due": packet.due_on.isoformat(), "asked": packet.custodian.trail_label}
        say(audit.Event.PACKET_OPENED, packet, by=by, after=after)
    ask({row.custodian_id: row.custodian for row in held}.values(), campaign, key=str(clock.today()))
    return made


@audit.act()
def answer(packet: Packet, state: PacketState, *, by: User | None, **more: Any) -> None:
    """Note how it was answered, by whom, and what goes with it (`attestation`, `handoff`)."""
    before = packet.state
    packet.state, packet.answered_at, packet.answered_by = state, clock.now(), by
    for name, value in more.items():
        setattr(packet, name, value)
    packet.save(update_fields=["state", "answered_at", "answered_by", *more])
    facts = {"before": {"state": before}, "after": {"state": state.value}}
    say(audit.Event.PACKET_ANSWERED, packet, by=by, **facts)


@audit.act()
def begin_again(packet: Packet, *, by: User | None, **more: Any) -> None:
    """It waits for an answer again, and its stages begin anew."""
    packet.state, packet.stage, packet.stage_on = PacketState.OPEN, PacketStage.ASKED, None
    for name, value in more.items():
        setattr(packet, name, value)
    packet.save(update_fields=["state", "stage", "stage_on", *more])


@audit.act()
def pass_on(packet: Packet, to: User, *, by: User | None) -> None:
    """Ask whoever looks after the account now."""
    before = {"asked": packet.custodian.trail_label}
    packet.custodian = to
    packet.save(update_fields=["custodian"])
    say(audit.Event.PACKET_PASSED_ON, packet, by=by, before=before, after={"asked": to.trail_label})
    ask([to], packet.campaign, key=f"{packet.uuid}:{clock.today()}")


@audit.act()
def say(event: audit.Event, packet: Packet, *, by: User | None, **facts: Any) -> None:
    """Write it down with the account, under the number of the campaign."""
    account: Account = packet.account
    audit.record(event, by=by, on=account, reference=packet.campaign.number, **facts)


@audit.act()
def ask(people: Any, campaign: Campaign, *, key: str, by: User | None = None) -> None:
    """One letter to each, about all that waits for them in this campaign."""
    for person in people:
        if person.is_active:
            at = f"campaign_asked:{campaign.uuid}:{person.pk}:{key}"
            outbox.post("accounts/campaign_asked", to=person, about=campaign, key=at, campaign=campaign.pk)
