"""Who may do what at the addresses of campaigns; a part of `tests.matrix`."""

from collections.abc import Mapping
from typing import Any

from accounts.forms.campaigns import CampaignForm
from tests.scenes import Scene, World
from tests.verdicts import COMMUNICATIONS, EVERYONE, FORM, LOOKS_AFTER, Row, account_at, among, only

OPENS = ("administrator", "other_administrator", *COMMUNICATIONS)
ANSWERS = ("custodian", "administrator", *COMMUNICATIONS)
OVER_IT = ("administrator", "superintendent", "designee", *COMMUNICATIONS)
SEE_CAMPAIGN = frozenset(OVER_IT)
SEE_PACKET = frozenset({*LOOKS_AFTER, *OVER_IT})
STEERS = ("administrator", *COMMUNICATIONS)
ALL_WELL = {
    "still_used": "yes",
    "password": "changed", "devices_out": "yes", "recovery_is_ours": "yes", "guidelines_kept": "yes",
    "backup_stays": "yes", "seen": "0",
}  # fmt: skip
WHY = {"why": "The team is gone."}
_campaign = lambda world, scene: {"uuid": scene.campaign.uuid}  # noqa: E731
_packet = lambda world, scene: {"uuid": scene.packet.uuid}  # noqa: E731
_wish = lambda world, scene: {"uuid": scene.wish.uuid}  # noqa: E731


def _looked_at(world: World, scene: Scene) -> Mapping[str, Any]:
    """What the form sends, with the mark of whom its preview said would be asked."""
    asks = {
        "title": "End of the school year", "kind": "season", "unit": world.cast.units.high.pk, "season": "",
        "due_on_month": "12", "due_on_day": "10", "due_on_year": "2025",
    }  # fmt: skip
    form = CampaignForm(world.cast.director, asks)
    assert form.is_valid(), form.errors
    return {**asks, "agreed": form.preview().token}


CAMPAIGNS = [
    Row("campaigns:list", EVERYONE, scoped=False),
    Row(
        "campaigns:open", only(*OPENS), only(*OPENS, other_administrator=FORM), scoped=False, data=_looked_at,
        about="of the high school",
    ),
    Row("campaigns:campaign", among(SEE_CAMPAIGN, *SEE_CAMPAIGN), at=_campaign),
    Row("campaigns:close", None, among(SEE_CAMPAIGN), at=_campaign, about="an answer is missing"),
    Row(
        "campaigns:cancel", among(SEE_CAMPAIGN, *STEERS), among(SEE_CAMPAIGN, *STEERS), at=_campaign,
        data=lambda w, s: WHY,
    ),
    Row(
        "campaigns:packet", among(SEE_PACKET, *SEE_PACKET), among(SEE_PACKET, *ANSWERS), at=_packet,
        data=lambda w, s: ALL_WELL,
    ),
    Row(
        "campaigns:retire", among(SEE_PACKET, *ANSWERS), among(SEE_PACKET, *ANSWERS), at=_packet,
        data=lambda w, s: WHY,
    ),
    Row("campaigns:retire-accept", None, among(SEE_PACKET, *COMMUNICATIONS), at=_wish),
    Row(
        "campaigns:retire-decline", among(SEE_PACKET, *COMMUNICATIONS), among(SEE_PACKET, *COMMUNICATIONS), at=_wish,
        data=lambda w, s: WHY,
    ),
    Row(
        "accounts:attest", only(*ANSWERS), only(*ANSWERS), at=account_at("active"), data=lambda w, s: ALL_WELL,
    ),
]  # fmt: skip
