"""*Retire* as an answer: asked with a reason, and counted when Communications accepts it (domain.md: campaign)."""

from datetime import timedelta

from accounts.actions import packets
from accounts.actions.completing import close_if_complete, hold_all
from accounts.actions.locking import locked
from accounts.actions.planning import plan_end
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, AccountState, ClosingKind, ClosingState, ClosingWhy, Packet, PacketState
from accounts.rules import closing as ends
from accounts.rules import packets as rules
from accounts.rules.closing_plan import Plan
from accounts.rules.holds import is_held
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox
from registry.people.models import User

#: So long there is to hand out the last post and keep the records, until Communications plans another day.
LAST_DAY_AFTER = timedelta(days=14)


@slips_are_noted
@audit.act()
def ask(packet: Packet, *, why: str, by: User) -> Packet:
    """Say that the account should be retired, and why; Communications is asked. Raises `Refused`, `Stale`."""
    why = why.strip()[:LONGEST]
    rules.check_may_ask(packet, standing_of(packet.account, by))
    rules.check_why(why)
    check_says_no_secret(packet.account, why, by=by)
    account, packet = _held(packet)
    rules.check_may_ask(packet, standing_of(account, by))
    packet.state, packet.why, packet.declined_why = PacketState.RETIRE_ASKED, why, ""
    packet.asked_at, packet.asked_by = clock.now(), by
    packet.save(update_fields=["state", "why", "declined_why", "asked_at", "asked_by"])
    packets.say(audit.Event.RETIRE_ASKED, packet, by=by, reason=why)
    _tell("accounts/retire_asked", packet, communications_staff(), by=by)
    return packet


@audit.act()
def accept_retiring(packet: Packet, *, by: User) -> Packet:
    """Agree that the account is retired: that is the answer, and its end is planned. Raises `Refused`, `Stale`."""
    account, packet = _held(packet)
    rules.check_may_settle(packet, standing_of(account, by))
    packets.say(audit.Event.RETIRE_ACCEPTED, packet, by=by)
    packets.answer(packet, PacketState.RETIRED, by=by)
    _plan_its_end(account, packet, by=by)
    _tell("accounts/retire_accepted", packet, _asking(packet), by=by)
    close_if_complete(packet.campaign, by=by)
    return packet


@slips_are_noted
@audit.act()
def decline_retiring(packet: Packet, *, why: str, by: User) -> Packet:
    """Do not agree, with the reason: who was asked says how it stands instead. Raises `Refused`, `Stale`."""
    why = why.strip()[:LONGEST]
    rules.check_may_settle(packet, standing_of(packet.account, by))
    rules.check_why(why)
    check_says_no_secret(packet.account, why, by=by)
    account, packet = _held(packet)
    rules.check_may_settle(packet, standing_of(account, by))
    packets.begin_again(packet, by=by, declined_why=why)
    packets.say(audit.Event.RETIRE_DECLINED, packet, by=by, reason=why)
    _tell("accounts/retire_declined", packet, _asking(packet), by=by)
    return packet


@audit.act()
def _plan_its_end(account: Account, packet: Packet, *, by: User) -> None:
    """Unless it is planned already; what is under legal hold is parked (E4.57). Communications can plan it anew."""
    found = ends.live_of(account)
    planned = found is not None and found.state != ClosingState.ASKED
    if planned or account.state in (AccountState.SETTING_UP, *AccountState.over()):
        return
    kind = ClosingKind.PARK if is_held(account) else ClosingKind.CLOSE
    plan = Plan(kind, ClosingWhy.DORMANT, clock.today() + LAST_DAY_AFTER, words=packet.why)
    plan_end(account, plan, found, by=by, reference=packet.campaign.number)


def _held(packet: Packet) -> tuple[Account, Packet]:
    """The account and all that asks about it, held until the act ends, and the packet as it is now."""
    account = locked(packet.account)
    hold_all([account])
    return account, rules.again(packet)


def _asking(packet: Packet) -> list[User]:
    return [packet.custodian, *([packet.asked_by] if packet.asked_by else [])]


@audit.act()
def _tell(template: str, packet: Packet, people: list[User], *, by: User) -> None:
    for person in {each.pk: each for each in people if each.is_active}.values():
        if person.pk != by.pk:
            key = f"{template}:{packet.uuid}:{person.pk}:{packet.asked_at}"
            outbox.post(template, to=person, about=packet.account, key=key, packet=packet.pk)
