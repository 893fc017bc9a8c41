"""The district's calendar: everyone reads it, because due dates are counted by it; two offices keep it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from registry import clock
from registry.models import Holiday
from registry.people import actions, calendar
from registry.people.calendar_forms import HolidayForm, HolidayListForm
from registry.people.rules import may
from registry.people.views.doors import done, me, page, posted


@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    """What is to come, and what has been since a year ago."""
    rows = Holiday.objects.filter(removed_at=None, ends_on__gte=clock.today() - calendar.BACK)
    facts = {
        "coming": [row for row in rows if row.ends_on >= clock.today()],
        "past": [row for row in reversed(rows) if row.ends_on < clock.today()],
        "may_edit": may(calendar.check_may_edit, me(request)),
        "today": clock.today(),
    }
    return render(request, "people/calendar.html", facts)


@page
def add_holiday(request: HttpRequest) -> HttpResponse:
    """Put one holiday or break on the calendar."""
    calendar.check_may_edit(me(request))
    form = HolidayForm(posted(request))
    if done(form, lambda: actions.add_holiday(form.closed(), by=me(request))):
        messages.success(request, _("%(name)s added.") % {"name": form.closed().name})
        return redirect("people:calendar")
    return _form(request, form, _("Add a holiday"), _("Add the holiday"))


@page
def paste_holidays(request: HttpRequest) -> HttpResponse:
    """Put a whole list on the calendar."""
    calendar.check_may_edit(me(request))
    form = HolidayListForm(posted(request))
    added: list[int] = []
    act: Callable[[], Any] = lambda: added.append(actions.add_holidays(form.cleaned_data["lines"], by=me(request)))  # noqa: E731
    if done(form, act):
        messages.success(request, _added(added[0], len(form.cleaned_data["lines"])))
        return redirect("people:calendar")
    return _form(request, form, _("Paste a list of holidays"), _("Add the holidays"))


def _added(new: int, all_of_them: int) -> str:
    if not new:
        return _("No holiday is new: all of them were there already.")
    said = ngettext("%(count)s holiday added.", "%(count)s holidays added.", new) % {"count": new}
    there = all_of_them - new
    if not there:
        return said
    words = ngettext("%(there)s was there already.", "%(there)s were there already.", there) % {"there": there}
    return f"{said} {words}"


def _form(request: HttpRequest, form: Any, title: str, action: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "people/holiday.html", {"form": form, "title": title, "action": action}, status=status)


@page
def remove_holiday(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a holiday that has not begun off the calendar."""
    calendar.check_may_edit(me(request))
    holiday = get_object_or_404(Holiday, pk=pk)
    calendar.check_can_remove(holiday)
    if request.method == "POST":
        actions.remove_holiday(holiday, by=me(request))
        messages.success(request, _("%(name)s removed.") % {"name": holiday.name})
        return redirect("people:calendar")
    words = {
        "title": _("Remove %(name)s?") % {"name": holiday.name},
        "text": _("What is asked from now on is due as if these were working days."),
        "action": _("Remove the holiday"),
        "back": reverse("people:calendar"),
    }
    return render(request, "people/confirm.html", {"person": me(request), **words})
