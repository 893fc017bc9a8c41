"""The evidence of a campaign as a file, for whoever sees the campaign; that it was taken is an event."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts import evidence
from accounts.actions.evidence import note_taken
from accounts.rules.campaigns import the_campaign
from accounts.views.doors import me, reads
from registry import papers, spreadsheet


@reads
def as_list(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A list for a spreadsheet; 404 for whom the campaign does not concern."""
    campaign = the_campaign(me(request), uuid)
    if request.method == "GET":
        note_taken(campaign, form="csv", by=me(request))
    return spreadsheet.download(f"campaign-{campaign.number}.csv", evidence.table(campaign, me(request)))


@reads
def as_paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A report on paper; 404 for whom the campaign does not concern."""
    campaign = the_campaign(me(request), uuid)
    if request.method == "GET":
        note_taken(campaign, form="pdf", by=me(request))
    return papers.download(f"campaign-{campaign.number}.pdf", evidence.paper(campaign, me(request)))
