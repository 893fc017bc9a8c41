"""Several accounts at once: those of a group of which one stays, and all on a platform that ends."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.dormant import settle as settle_group
from accounts.actions.sunset import begin_sunset
from accounts.forms.many_ends import SettleForm, SunsetForm
from accounts.models import Account, Platform
from accounts.rules import dormant as groups
from accounts.rules import sunset as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted, reads
from registry.people.rules import may


@reads
def dormant(request: HttpRequest) -> HttpResponse:
    """Groups with more accounts than somebody answers for."""
    groups.check_may_see(me(request))
    return render(request, "accounts/dormant.html", {"groups": groups.groups_for(me(request))})


@page
@about_account
def settle(request: HttpRequest, account: Account) -> HttpResponse:
    """Which account of this group stays, who answers for it, and which end."""
    standing = standing_of(account, me(request))
    groups.check_may_settle(standing)
    form = SettleForm(posted(request), group=groups.group_of(account))
    if done(request, form, lambda: settle_group(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Settled. Everybody concerned is told."))
        return redirect(form.cleaned_data["keep"])
    plans = (
        _("The others end in its favor.")
        if standing.communications
        else _("Communications is asked to close the others.")
    )
    text = _("One stays and somebody answers for it.")
    facts = {
        "title": _("Which account of %(group)s stays?") % {"group": account.group or account.name},
        "text": f"{text} {plans}", "action": _("Settle it"), "form": form, "back": reverse("accounts:dormant"),
        "trail": crumbs(account),
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


@reads
def sunsets(request: HttpRequest) -> HttpResponse:
    """Platforms that end, and how far their accounts have come."""
    rules.check_may_see(me(request))
    offered = [one for one in Platform.objects.offered() if may(rules.check_may_begin, me(request), one)]
    return render(request, "accounts/sunsets.html", {"board": rules.board(), "platforms": offered})


@reads
def sunset(request: HttpRequest, slug: str) -> HttpResponse:
    """Every account of one platform that ends."""
    rules.check_may_see(me(request))
    platform = get_object_or_404(Platform, slug=slug, sunsets__isnull=False)
    found = next(each for each in rules.board() if each.sunset.platform_id == platform.pk)
    facts = {"progress": found, "ends": rules.ends_of(found.sunset), "setting_up": rules.being_set_up(platform)}
    return render(request, "accounts/sunset.html", facts)


@page
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Say by when everything on a platform ends."""
    platform = get_object_or_404(Platform, slug=slug)
    rules.check_may_begin(me(request), platform)
    form = SunsetForm(posted(request))
    if done(request, form, lambda: begin_sunset(platform, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Planned. Who looks after an account there is told."))
        return redirect("accounts:sunset", platform.slug)
    facts = {
        "title": _("Does %(platform)s end for us?") % {"platform": platform.name}, "form": form, "tone": "danger",
        "text": _("Nobody can ask for it any more, and the end of every account there is planned. Archive first."),
        "action": _("Plan the end of every account"), "back": reverse("accounts:sunsets"),
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
