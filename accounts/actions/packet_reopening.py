"""An end is called off, or put off past the day on which an answer is due: what it had answered is asked again, where
the campaign still asks (docs/decisions/0036).
"""

from datetime import date

from django.db.models import Q

from accounts.actions import packets
from accounts.actions.completing import hold_all
from accounts.actions.packet_settling import settle
from accounts.models import Account, AccountState, Campaign, PacketState
from registry import audit, clock
from registry.people.models import User

#: What an account that ends was answered with.
ENDED = (PacketState.RETIRED, PacketState.MOOT)


@audit.act()
def ask_again(account: Account, *, by: User, which: Q | None = None) -> int:
    """Open what its end had answered (`which` of it), inside an act that holds the account; returns how many packets.

    Whoever looks after it now is asked, in one letter for each campaign.
    """
    answered = account.packets.filter(which or Q(), state__in=ENDED, campaign__closed_at=None)
    hold_all([account], *Campaign.objects.filter(pk__in=answered.values("campaign")))
    rows = list(answered.select_related("campaign", "custodian").order_by("campaign", "pk"))
    for packet in rows:
        packet.account = account
        packets.begin_again(packet, by=by, answered_at=None, answered_by=None, handoff=None)
        packets.say(audit.Event.PACKET_REOPENED, packet, by=by)
        packets.ask([packet.custodian], packet.campaign, key=f"{packet.uuid}:again:{clock.now().isoformat()}")
    if rows:
        settle(account, by=by)
    return len(rows)


@audit.act()
def ask_before(account: Account, last_day: date, *, by: User) -> int:
    """The same where the end is put off: of what is due before the new last day. That it is to be retired, which
    Communications has agreed to, still answers what was asked.
    """
    if account.state in AccountState.over():
        return 0
    return ask_again(account, by=by, which=Q(state=PacketState.MOOT, due_on__lt=last_day))
