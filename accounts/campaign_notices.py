"""The letters of a campaign: what is asked of whom, what nobody answered, and that it is over."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Campaign, Packet, PacketStage, PacketState
from accounts.notices import Facts
from accounts.rules.campaigns import packets_of
from registry import outbox
from registry.outbox.models import Letter

#: Accounts that a letter names; the page has them all.
MOST = 20


@outbox.letter("accounts/campaign_asked")
def campaign_asked(letter: Letter) -> Facts | None:
    """To who looks after an account: how it stands is asked; dropped once nothing waits for them."""
    campaign = _campaign(letter)
    rows = _open(campaign).filter(custodian=letter.to)
    return _about(campaign, rows, _("You look after these accounts."), mine=True)


@outbox.letter("accounts/packets_wait")
def packets_wait(letter: Letter) -> Facts | None:
    """To whoever is asked at this stage; dropped where everything of it was answered since."""
    campaign, stage = _campaign(letter), int(letter.ids["stage"])
    rows = _open(campaign).filter(stage=stage, stage_on=date.fromisoformat(str(letter.ids["day"])))
    mine = rows.filter(Q(custodian=letter.to) | Q(account__backups__person=letter.to, account__backups__ended_at=None))
    if stage <= PacketStage.DUE and mine.exists():
        return _about(campaign, mine.distinct(), _("You look after these accounts."), mine=True, stage=stage)
    seen = rows.filter(pk__in=packets_of(campaign, letter.to).values("pk"))
    reason = _("You administer the unit of these accounts, or are of Communications.")
    return _about(campaign, seen, reason, mine=False, stage=stage)


@outbox.letter("accounts/campaign_closed")
def campaign_closed(letter: Letter) -> Facts:
    """To who opened it, and to Communications: every account has its answer."""
    campaign = _campaign(letter)
    return _facts(campaign, _("You opened this campaign, or are of Communications."), count=campaign.packets.count())


@outbox.letter("accounts/campaign_cancelled")
def campaign_cancelled(letter: Letter) -> Facts:
    """To who had not answered yet: nothing is asked any more, and why."""
    return _facts(_campaign(letter), _("You look after an account that it asked about."), path=reverse("desk:work"))


def _campaign(letter: Letter) -> Campaign:
    return Campaign.objects.select_related("unit").get(pk=letter.ids["campaign"])


def _open(campaign: Campaign) -> QuerySet[Packet]:
    """What nobody answered yet; nothing of a campaign that is over."""
    rows = campaign.packets.live().filter(state=PacketState.OPEN)
    return rows.select_related("account__platform", "account__unit", "custodian")


def _about(campaign: Campaign, rows: QuerySet[Packet], reason: str, *, mine: bool, **more: Any) -> Facts | None:
    found = list(rows[: MOST + 1])
    if not found:
        return None
    path = campaign.get_absolute_url()
    if mine:
        path = found[0].get_absolute_url() if len(found) == 1 else reverse("desk:work")
    facts = {"packets": found[:MOST], "more": len(found) > MOST, "mine": mine, **more}
    return _facts(campaign, reason, path=path, **facts)


def _facts(campaign: Campaign, reason: str, *, path: str = "", **more: Any) -> Facts:
    path = path or campaign.get_absolute_url()
    return {"campaign": campaign, "path": path, "reason": reason, "reference": campaign.number, **more}
