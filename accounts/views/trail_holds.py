"""Placing entries of the trail under legal hold, and lifting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.trail_holds import lift_trail_hold, place_trail_hold
from accounts.forms.ending import LiftForm
from accounts.forms.trail_keeping import TrailHoldForm
from accounts.rules import trail_holds as rules
from accounts.rules.holds import check_may_place
from accounts.views.doors import done, me, page, posted


@page
def place(request: HttpRequest) -> HttpResponse:
    """Place entries of the trail under legal hold."""
    check_may_place(me(request))
    form = TrailHoldForm(posted(request))
    if done(request, form, lambda: place_trail_hold(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Under legal hold: no entry of it is removed until the hold is lifted."))
        return redirect("keeping:home")
    facts = {
        "form": form, "title": _("Place entries under legal hold?"), "action": _("Place under legal hold"),
        "text": _("Of one unit, of some days, or of everything. The records of one account are held on its own page."),
        "back": reverse("keeping:home"), "tone": "danger",
    }  # fmt: skip
    return render(request, "keeping/ask.html", facts, status=422 if form.is_bound else 200)


@page
def lift(request: HttpRequest, hold: int) -> HttpResponse:
    """Lift a hold."""
    check_may_place(me(request))
    found = get_object_or_404(rules.trail_holds(), pk=hold)
    rules.check_may_lift(found, me(request))
    form = LiftForm(posted(request))
    if done(request, form, lambda: lift_trail_hold(found, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Lifted."))
        return redirect("keeping:home")
    facts = {
        "form": form, "title": _("Lift legal hold %(number)s?") % {"number": found.number},
        "text": _("%(scope)s. From then on its entries are kept and removed by the usual rules.")
        % {"scope": found.scope},
        "action": _("Lift the hold"), "back": reverse("keeping:home"),
    }  # fmt: skip
    return render(request, "keeping/ask.html", facts, status=422 if form.is_bound else 200)
