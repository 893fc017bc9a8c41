"""A campaign is over when every account has its answer: by itself with the last one, or by whoever closes it."""

from collections.abc import Iterable

from accounts.models import Account, Campaign, Packet
from accounts.rules import campaigns as rules
from accounts.rules.standing import communications_staff
from registry import audit, clock, outbox
from registry.people.models import User


def held(campaign: Campaign) -> Campaign:
    """The campaign as it is now, held until the act ends, after any account: two last answers are counted in turn."""
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "opened_by", "season")
    return rows.get(pk=campaign.pk)


def hold_all(accounts: Iterable[Account], *more: Campaign) -> None:
    """Hold every campaign that asks about these accounts, and `more`, in their order: an answer may end several."""
    asked = Packet.objects.live().filter(account__in=[account.pk for account in accounts])
    wanted = {*asked.values_list("campaign", flat=True), *(campaign.pk for campaign in more)}
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted)
    list(rows.order_by("pk"))


@audit.act()
def close(campaign: Campaign, *, by: User) -> Campaign:
    """Close it: every account has its answer. Raises `Refused` while one is missing, `Stale` where it is over."""
    rules.check_may_steer(campaign, by)
    campaign = held(campaign)
    rules.check_may_steer(campaign, by)
    rules.check_is_complete(campaign)
    _close(campaign, by=by)
    return campaign


@audit.act()
def close_if_complete(campaign: Campaign, *, by: User | None) -> bool:
    """Close it with its last answer, inside an act that holds the account; one of nothing at all waits for a click."""
    campaign = held(campaign)
    if not campaign.is_open or not campaign.packets.exists() or campaign.packets.live().exists():
        return False
    _close(campaign, by=None)
    return True


@audit.act()
def _close(campaign: Campaign, *, by: User | None) -> None:
    campaign.closed_at, campaign.closed_by = clock.now(), by
    campaign.save(update_fields=["closed_at", "closed_by"])
    audit.record(
        audit.Event.CAMPAIGN_CLOSED, by=by, on=campaign, after={"accounts": campaign.packets.count()},
        reference=campaign.number,
    )  # fmt: skip
    for person in {each.pk: each for each in (campaign.opened_by, *communications_staff()) if each.is_active}.values():
        key = f"campaign_closed:{campaign.uuid}:{person.pk}"
        outbox.post("accounts/campaign_closed", to=person, about=campaign, key=key, campaign=campaign.pk)
