"""The district's seasons and graduation days: everybody reads them, because they say when one is asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import school_years
from accounts.actions import seasons as actions
from accounts.forms.seasons import DaysForm, GraduationForm, SeasonForm
from accounts.models import Graduation, Season
from accounts.rules import seasons as rules
from accounts.views.doors import done, me, page, posted, reads
from registry import clock
from registry.forms import MooringForm
from registry.people.rules import may


@reads
def seasons(request: HttpRequest) -> HttpResponse:
    """The seasons by school year, and on which day each class graduates."""
    facts = {
        "years": school_years.years(),
        "classes": school_years.classes(),
        "usual": school_years.usual_day(),
        "may_edit": may(rules.check_may_edit, me(request)),
        "today": clock.today(),
    }
    return render(request, "accounts/seasons.html", facts)


@page
def add(request: HttpRequest) -> HttpResponse:
    """Put a season in the list."""
    rules.check_may_edit(me(request))
    form = SeasonForm(posted(request), initial={"school_year": rules.school_years()[rules.BACK]})
    made: list[Season] = []
    if done(request, form, lambda: made.append(actions.add(**form.cleaned_data, by=me(request)))):
        messages.success(request, _("%(season)s added.") % {"season": made[0]})
        return redirect("accounts:seasons")
    text = _("Campaigns ask about a group’s account by its season, and it rests when the season is over.")
    return _form(request, form, title=_("Add a season"), text=text, action=_("Add the season"))


@page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a season other days."""
    rules.check_may_edit(me(request))
    season = get_object_or_404(Season, pk=pk)
    rules.check_can_change(season)
    form = DaysForm(posted(request), initial={"starts_on": season.starts_on, "ends_on": season.ends_on})
    if done(request, form, lambda: actions.change(season, **form.cleaned_data, by=me(request))):
        messages.success(request, _("%(season)s changed.") % {"season": season})
        return redirect("accounts:seasons")
    text = _("What a campaign has asked for already stays due as it was told.")
    title = _("When is %(season)s?") % {"season": season}
    return _form(request, form, title=title, text=text, action=_("Save the days"))


@page
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a season out of the list."""
    rules.check_may_edit(me(request))
    season = get_object_or_404(Season, pk=pk)
    rules.check_can_remove(season)
    form = MooringForm(posted(request))
    if done(request, form, lambda: actions.remove(season, by=me(request))):
        messages.success(request, _("%(season)s removed.") % {"season": season})
        return redirect("accounts:seasons")
    text = _("Accounts of its groups do not rest by it any more. Campaigns that were closed keep it.")
    title = _("Remove %(season)s?") % {"season": season}
    return _form(request, form, title=title, text=text, action=_("Remove the season"))


@page
def graduation(request: HttpRequest) -> HttpResponse:
    """Say on which day a class graduates."""
    rules.check_may_edit(me(request))
    form = GraduationForm(posted(request), initial=_asked_for(request.GET.get("class", "")))
    if done(request, form, lambda: actions.set_graduation(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Saved for the class of %(class_year)d.") % form.cleaned_data)
        return redirect("accounts:seasons")
    text = _("On that day, every login that students of the class are known to know must change.")
    return _form(request, form, title=_("When does a class graduate?"), text=text, action=_("Save the day"))


def _asked_for(year: str) -> dict[str, object]:
    """The class of the address, with its day where that is known."""
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return {}
    row = Graduation.objects.filter(class_year=int(year)).first()
    return {"class_year": int(year), "on": row.on if row else school_years.usual_day(int(year))}


def _form(request: HttpRequest, form: MooringForm, **words: Any) -> HttpResponse:
    back = reverse("accounts:seasons")
    trail = [
        {"label": _("Accounts"), "url": reverse("accounts:list")},
        {"label": _("Seasons and graduation"), "url": back},
    ]
    facts = {"form": form, "back": back, "trail": trail, **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
