"""The evidence of one campaign: what each account answered, and what is open (IV.11)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import evidence
from accounts.models import Campaign
from accounts.rules import campaigns
from desk.reports.forms import Parameters
from desk.reports.frame import Asked, Part, Report, Rows
from registry.forms import offer_rows
from registry.people.models import User
from registry.people.refusal import Refused


class CampaignField(forms.ModelChoiceField[Campaign]):
    """One of the campaigns that somebody sees, newest first."""

    def label_from_instance(self, obj: Campaign) -> str:
        return f"{obj.number}, {obj.title}"


class OfCampaign(Parameters):
    """One campaign."""

    waits, wait = True, gettext_lazy("Choose a campaign to see its evidence.")
    campaign = CampaignField(Campaign.objects.none(), label=gettext_lazy("Campaign"))

    def __init__(self, sent: Mapping[str, Any], *, by: User) -> None:
        super().__init__(sent, by=by)
        offer_rows(self, "campaign", campaigns.visible_to(by).order_by("-pk"), empty=_("Choose a campaign"))


def check(user: User) -> None:
    """Raise `Refused` for who sees no campaign."""
    if not campaigns.sees_any(user):
        message = _("Campaigns are for administrators, Communications and the superintendent.")
        raise Refused(message, rule=campaigns.RULE)


def rows(asked: Asked) -> Rows:
    """The accounts that it asks about, of those that the reader sees."""
    return Rows(Part(evidence.packets(asked.chosen["campaign"], asked.by), evidence.line))


def facts(asked: Asked) -> list[tuple[str, object]]:
    """What the campaign says of itself."""
    return evidence.facts(asked.chosen["campaign"], asked.by)


CAMPAIGN = Report(
    slug="campaign", title=gettext_lazy("Evidence of a campaign"), check=check, form=OfCampaign, rows=rows, facts=facts,
    purpose=gettext_lazy("Which accounts were asked about, what was answered, by whom and when, and what is open."),
    columns=evidence.COLUMNS,
)  # fmt: skip
