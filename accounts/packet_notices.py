"""The letters about one answer: an account is to be retired, and what a word on an account leaves open."""

from django.utils.translation import gettext as _

from accounts.models import Attestation, Packet, PacketState, SaidOfPassword
from accounts.notices import Facts
from accounts.rules import packets as rules
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/retire_asked")
def retire_asked(letter: Letter) -> Facts | None:
    """To Communications: somebody asks that an account be retired; dropped once it is decided."""
    packet = _packet(letter)
    return _facts(packet, _("You are of Communications.")) if packet.state == PacketState.RETIRE_ASKED else None


@outbox.letter("accounts/retire_accepted")
def retire_accepted(letter: Letter) -> Facts:
    """To who asked, and who looks after it: Communications agreed."""
    return _facts(_packet(letter), _("You look after this account, or asked for it."))


@outbox.letter("accounts/retire_declined")
def retire_declined(letter: Letter) -> Facts:
    """To the same: Communications did not agree, and why."""
    return _facts(_packet(letter), _("You look after this account, or asked for it."))


@outbox.letter("accounts/attested_open")
def attested_open(letter: Letter) -> Facts:
    """To Communications: what is not as the checklist asks, by the word of who looks after it."""
    rows = Attestation.objects.select_related("account__platform", "account__unit", "by")
    said = rows.get(pk=letter.ids["attestation"])
    gaps = [
        *([] if said.recovery_is_ours else [_("Its recovery address or phone is not the district’s.")]),
        *([] if said.guidelines_kept else [_("Privacy, comments or moderation are not as the guidelines ask.")]),
        *([_("The password was not changed since somebody left.")] if said.password == SaidOfPassword.NOT_YET else []),
        *([_("Old devices may still be signed in.")] if said.devices_out is False else []),
    ]
    account = said.account
    return {
        "account": account, "path": account.get_absolute_url(), "reason": _("You are of Communications."),
        "reference": account.number, "said": said, "gaps": gaps,
    }  # fmt: skip


def _packet(letter: Letter) -> Packet:
    return rules.again(Packet.objects.get(pk=letter.ids["packet"]))


def _facts(packet: Packet, reason: str) -> Facts:
    account = packet.account
    return {
        "account": account, "path": packet.get_absolute_url(), "reason": reason, "reference": account.number,
        "packet": packet,
    }  # fmt: skip
