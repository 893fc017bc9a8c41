"""That somebody took the evidence of a campaign out of the house."""

from accounts.models import Campaign
from accounts.rules.campaigns import packets_of
from registry import audit
from registry.people.models import User


@audit.act()
def note_taken(campaign: Campaign, *, form: str, by: User) -> None:
    """Write down who took it, as which kind of file, and about how many accounts."""
    facts = {"form": form, "accounts": packets_of(campaign, by).count()}
    audit.record(audit.Event.EVIDENCE_TAKEN, by=by, on=campaign, after=facts, reference=campaign.number)
