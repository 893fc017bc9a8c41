"""Who answers what a campaign asks about an account, who sees it, and who may have it retired (IV.11)."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Account, Packet, PacketState
from accounts.rules.attesting import check_has_confirmed, check_may_attest
from accounts.rules.custody import check_says_why
from accounts.rules.standing import Standing, standing_of
from accounts.rules.students import check_names_nobody
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may

RULE = "IV.11"


def _rows() -> QuerySet[Packet]:
    people = (
        "custodian",
        "answered_by",
        "asked_by",
        "handoff__taker",
        "attestation__by",
        "attestation__next_custodian",
    )
    return Packet.objects.select_related("campaign__unit", "account__platform", "account__unit", *people)


def the_packet(user: User, uuid: UUID) -> Packet:
    """A packet, for who answers it and who watches over the account; raises Http404."""
    found = _rows().filter(uuid=uuid).first()
    if found is None or not user.is_active:
        raise Http404
    if not may(check_may_see, found, standing_of(found.account, user)):
        raise Http404
    return found


def check_may_see(packet: Packet, standing: Standing) -> None:
    """Raise `Refused` unless they answer it, or watch over the account."""
    over_it = standing.communications or standing.administrator or standing.superintendent
    asked = standing.user.pk in (packet.custodian_id, packet.answered_by_id)
    if not (over_it or standing.looks_after or asked):
        raise Refused(_("What is asked about an account is for those who look after it."), rule=RULE)


def again(packet: Packet) -> Packet:
    """The packet as it is now."""
    return _rows().get(pk=packet.pk)


def live_of(account: Account) -> Packet | None:
    """What is asked about this account now, the soonest first."""
    return account.packets.live().select_related("campaign", "custodian").first()


def check_is_open(packet: Packet) -> None:
    """Raise `Stale` where there is nothing left to answer, in words that say what happened."""
    if not packet.campaign.is_open and packet.is_live:
        raise Stale(_("This campaign is over: %(title)s.") % {"title": packet.campaign.title})
    if packet.state == PacketState.RETIRE_ASKED:
        raise Stale(_("It was asked to be retired already. Communications decides."))
    if packet.state == PacketState.HANDING_OVER:
        raise Stale(_("It is being handed over. That answers this once it is done."))
    if packet.state != PacketState.OPEN:
        name = packet.answered_by.name if packet.answered_by else _("Mooring")
        words = {"name": name, "state": packet.get_state_display()}
        raise Stale(_("This was answered already, by %(name)s: %(state)s.") % words)


def check_may_answer(packet: Packet, standing: Standing) -> None:
    """Raise `Refused` unless they may attest it, and it waits."""
    check_is_open(packet)
    check_may_attest(standing)


def check_may_ask(packet: Packet, standing: Standing) -> None:
    """Raise `Refused` unless they may say that it should be retired: custodian, administrator, Communications."""
    check_is_open(packet)
    if not (standing.custodian or standing.interim or standing.administrator or standing.communications):
        message = _("The custodian, the unit’s administrator or Communications says that an account should go.")
        raise Refused(message, rule="domain: who may do what")
    check_has_confirmed(standing.user)


def check_why(why: str) -> None:
    """Raise `Refused` where no reason is given, or one that names a student."""
    check_says_why(why)
    check_names_nobody(why, "why")


def check_may_settle(packet: Packet, standing: Standing) -> None:
    """Raise `Refused` unless they may accept or decline that it is retired: Communications."""
    if not standing.communications:
        raise Refused(_("Communications decides whether an account is retired."), rule="domain: who may do what")
    if not packet.campaign.is_open or packet.state != PacketState.RETIRE_ASKED:
        raise Stale(_("Nobody asks for this any more: %(state)s.") % {"state": packet.get_state_display()})


def why_not(packet: Packet, standing: Standing) -> str:
    """Why this person cannot answer it now, where they would be the one to: the policy comes first, or it is over."""
    try:
        check_may_answer(packet, standing)
    except Refused as refused:
        return "" if not packet.is_live else str(refused)
    return ""
