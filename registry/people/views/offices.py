"""Giving and ending offices."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.people import actions, rules
from registry.people.forms import AppointForm
from registry.people.models import Appointment, User
from registry.people.panels import what_follows
from registry.people.proof import DECISION_MINUTES, needs_factor
from registry.people.views.doors import about_appointment, about_person, confirm, done, me, page, posted


@page
@about_person(rules.check_may_appoint_to)
@needs_factor(DECISION_MINUTES)
def appoint(request: HttpRequest, person: User) -> HttpResponse:
    """Give a person an office, or make them one's designee."""
    form = AppointForm(posted(request), by=me(request))
    if done(form, lambda: actions.appoint(person=person, **form.facts(), by=me(request))):
        messages.success(request, _("Office given to %(name)s.") % {"name": person.name})
        return redirect("people:person", pk=person.pk)
    facts = {"form": form, "person": person}
    return render(request, "people/appoint.html", facts, status=422 if form.is_bound else 200)


@page
@about_appointment(rules.check_may_end)
@needs_factor(DECISION_MINUTES)
def end_appointment(request: HttpRequest, row: Appointment) -> HttpResponse:
    """End an appointment now, or call off one to come."""
    return confirm(
        request, row.person, partial(actions.end_appointment, row, by=me(request)), tone="danger",
        panels=what_follows(row, me(request)) if request.method == "GET" else (),
        said=_("Office ended: %(appointment)s.") % {"appointment": row.trail_label},
        title=_("End this office now?"), action=_("End office"), back=reverse("people:person", args=[row.person_id]),
        text=_("%(appointment)s. It ends at once, for designees too. What was decided stays decided.")
        % {"appointment": row.trail_label},
    )  # fmt: skip
