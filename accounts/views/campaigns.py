"""Campaigns: what is asked of whom, how far it has come, and its end."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import campaign_board, campaign_waiting
from accounts.actions import campaigns as actions
from accounts.actions import completing
from accounts.forms.campaigns import CampaignForm
from accounts.forms.posting import WhyForm
from accounts.models import Campaign
from accounts.rules import campaigns as rules
from accounts.views.doors import done, me, page, posted, posts, reads
from registry.people.refusal import Refused, Stale
from registry.people.rules import may

Answer = TypeVar("Answer", bound=HttpResponseBase)


def about_campaign(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Hand the view the campaign of the address; 404 for whom it does not concern."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID) -> Answer:
        campaign = rules.the_campaign(me(request), uuid)
        try:
            return view(request, campaign)
        except Refused as refused:
            if isinstance(refused, Stale) or request.method == "POST":
                refused.back = campaign.get_absolute_url()
            raise

    return entered


@reads
def campaigns(request: HttpRequest) -> HttpResponse:
    """Those this person may see, open ones first."""
    facts = {"rows": campaign_board.campaigns_of(me(request)), "may_open": may(rules.check_may_open, me(request))}
    facts["may_set"] = may(rules.check_may_set_terms, me(request))
    facts["asked"] = not facts["rows"] and campaign_waiting.tasks_for(me(request))
    return render(request, "accounts/campaigns.html", facts)


@page
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a campaign: first who would be asked, then the same again with what was looked at."""
    rules.check_may_open(me(request))
    form = CampaignForm(me(request), posted(request))
    preview = form.preview() if form.is_bound and form.is_valid() else None
    made: list[Campaign] = []
    open_it: Callable[[], object] = lambda: made.append(actions.open_campaign(**form.cleaned_data, by=me(request)))  # noqa: E731
    agreed = preview is not None and request.POST.get("agreed") == preview.token
    if agreed and done(request, form, open_it):
        messages.success(request, _("Campaign opened. Those who are asked get a letter."))
        return redirect(made[0])
    facts = {"form": form, "preview": preview if form.is_valid() else None, "back": reverse("campaigns:list")}
    return render(request, "accounts/campaign_open.html", facts, status=422 if form.is_bound and form.errors else 200)


@reads
@about_campaign
def campaign(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """How far it has come, by school and by person; its accounts."""
    show, number = request.GET.get("show", ""), request.GET.get("page")
    only = {name: request.GET.get(name, "") for name in ("who", "school")}
    board = campaign_board.board_of(campaign, me(request), show=show, **only, number=number)
    steers = may(rules.check_may_steer, campaign, me(request))
    facts = {"campaign": campaign, "board": board, "may_steer": steers}
    facts["whole"] = rules.sees_whole(campaign, me(request))
    facts["may_close"] = steers and may(rules.check_is_complete, campaign)
    return render(request, "accounts/campaign.html", facts)


@posts
@about_campaign
def close(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Close it: every account has its answer."""
    completing.close(campaign, by=me(request))
    messages.success(request, _("Campaign closed: every account has its answer."))
    return redirect(campaign)


@page
@about_campaign
def cancel(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Cancel it, and why."""
    rules.check_may_steer(campaign, me(request))
    form = WhyForm(posted(request))
    if done(request, form, lambda: actions.cancel(campaign, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Campaign cancelled. Who had not answered is told."))
        return redirect(campaign)
    title = _("Cancel “%(title)s”?") % {"title": campaign.title}
    text = _("What was answered stays. Nobody is asked any more.")
    facts = {"form": form, "title": title, "text": text, "action": _("Cancel the campaign"), "tone": "danger"}
    facts |= {"back": campaign.get_absolute_url()}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
