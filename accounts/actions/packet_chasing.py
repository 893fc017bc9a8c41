"""What silence does to a packet: reminded, due, then the activities director, the principal, Communications (IV.11)."""

from django.db.models import Q

from accounts.actions import packets
from accounts.actions.completing import held
from accounts.actions.locking import all_locked
from accounts.models import Campaign, Packet, PacketStage, PacketState
from accounts.rules.chasing_packets import Around, stage_on, terms
from registry import audit, clock, outbox
from registry.calendar import WorkingDays
from registry.people.models import User


def chase_due(*, by: User | None = None) -> int:
    """Take every packet that nobody answered to the stage of this day, with one letter to each person who is asked.

    Returns how many moved. Runs daily, on working days, any number of times.
    """
    working, done = WorkingDays(), 0
    if not working.is_working(clock.today()):
        return 0
    for campaign in Campaign.objects.filter(closed_at=None).order_by("pk"):
        late = _behind(campaign, working)
        if late:
            with audit.act():
                done += _chase(campaign, [row.account_id for row in late], working, by=by)
    return done


def _behind(campaign: Campaign, working: WorkingDays) -> list[Packet]:
    """Those whose stage is behind the day."""
    rows = campaign.packets.filter(state=PacketState.OPEN).select_related("campaign", "custodian", "account__unit")
    today, said = clock.today(), terms()
    return [row for row in rows.order_by("pk") if row.stage < stage_on(row.due_on, today, working, said)]


@audit.act()
def _chase(campaign: Campaign, numbers: list[int], working: WorkingDays, *, by: User | None) -> int:
    accounts = {account.pk: account for account in all_locked(Q(pk__in=numbers))}
    campaign = held(campaign)
    rows = [row for row in _behind(campaign, working) if row.account_id in accounts] if campaign.is_open else []
    around, said = Around(rows), terms()
    letters: dict[tuple[PacketStage, User], None] = {}
    for packet in rows:
        packet.account = accounts[packet.account_id]
        stage = stage_on(packet.due_on, clock.today(), working, said)
        people = around.asked(packet, stage)
        _move(packet, stage, people, by=by)
        letters |= {(stage, person): None for person in people}
    for stage, person in letters:
        _write(campaign, stage, person, by=by)
    return len(rows)


@audit.act()
def _move(packet: Packet, stage: PacketStage, people: list[User], *, by: User | None) -> None:
    packet.stage, packet.stage_on = stage, clock.today()
    packet.save(update_fields=["stage", "stage_on"])
    event = audit.Event.PACKET_ESCALATED if stage > PacketStage.DUE else audit.Event.PACKET_REMINDED
    packets.say(event, packet, by=by, after={"asked": ", ".join(one.trail_label for one in people)})


@audit.act()
def _write(campaign: Campaign, stage: PacketStage, person: User, *, by: User | None) -> None:
    key = f"packets_wait:{campaign.uuid}:{stage.value}:{person.pk}:{clock.today()}"
    ids: dict[str, str | int] = {"campaign": campaign.pk, "stage": stage.value, "day": str(clock.today())}
    outbox.post("accounts/packets_wait", to=person, about=campaign, key=key, **ids)
