"""The evidence of a campaign as a file, for whoever sees the campaign; that it was taken is an event."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts import evidence
from accounts.actions.evidence import note_taken
from accounts.models import Campaign
from accounts.views.campaigns import about_campaign
from accounts.views.doors import me, reads
from registry import papers, spreadsheet


@reads
@about_campaign
def as_list(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """A list for a spreadsheet."""
    if request.method == "GET":
        note_taken(campaign, form="csv", by=me(request))
    return spreadsheet.download(f"campaign-{campaign.number}.csv", evidence.table(campaign, me(request)))


@reads
@about_campaign
def as_paper(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A report on paper."""
    if request.method == "GET":
        note_taken(campaign, form="pdf", by=me(request))
    return papers.download(f"campaign-{campaign.number}.pdf", evidence.paper(campaign, me(request)))
