"""How soon a campaign asks again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.campaign_terms import set_terms
from accounts.forms.campaign_terms import CampaignTermsForm
from accounts.rules.campaigns import check_may_set_terms
from accounts.rules.chasing_packets import terms as terms_now
from accounts.views.doors import done, me, page, posted


@page
def terms(request: HttpRequest) -> HttpResponse:
    """The district's days."""
    check_may_set_terms(me(request))
    said = terms_now()
    initial = {"remind_days": said.remind_days, "step_days": said.step_days}
    form = CampaignTermsForm(posted(request), initial=initial)
    if done(request, form, lambda: set_terms(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Saved. It holds for every campaign that is open."))
        return redirect("campaigns:terms")
    back = reverse("campaigns:list")
    facts = {
        "form": form, "title": _("How soon a campaign asks again"), "text": _("In the district’s working days."),
        "action": _("Save the days"), "back": back, "trail": [{"label": _("Campaigns"), "url": back}],
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
