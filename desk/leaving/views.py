"""What if this person left tonight: the page, and the four acts that follow from it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.actions import departure as actions
from desk.leaving import aftermath, foretelling
from desk.leaving.forms import DismissForm, LastDayForm, LeaveNowForm
from registry.forms import MooringForm
from registry.people import rules
from registry.people.models import DepartureWhy, User
from registry.people.proof import DECISION_MINUTES, needs_factor
from registry.people.rules import may
from registry.people.views.doors import about_person, done, me, page, posted


@require_safe
@about_person(rules.check_may_see_leaving)
def leaving(request: HttpRequest, person: User) -> HttpResponse:
    """What would be open tonight; of who has left, what still is."""
    viewer, left = me(request), not person.is_active
    facts = {
        "person": person,
        "sections": aftermath.still_open(person, viewer) if left else foretelling.shown(person, viewer),
        "planned": rules.planned_for(person),
        "kept_back": foretelling.kept_back(viewer),
        "buttons": _buttons(viewer, person),
        "may_take_back": may(rules.check_may_take_back, viewer, person),
    }
    return render(request, "desk/leaving.html", facts)


@page
@about_person(rules.check_may_say_when)
@needs_factor(DECISION_MINUTES)
def last_day(request: HttpRequest, person: User) -> HttpResponse:
    """Say on which day they leave, or on which other."""
    planned = rules.planned_for(person)
    form = LastDayForm(posted(request), initial={"last_day": planned.last_day, "why": planned.why} if planned else {})

    def act() -> None:
        said = {"when": form.cleaned_data["last_day"], "why": form.cleaned_data["why"], "by": me(request)}
        if planned:
            actions.change(planned, **said)
        else:
            actions.depart(person, **said)

    return _answer(request, person, form, act, _("Last day recorded. They and their administrators are told."), {
        "title": _("When does %(name)s leave?") % {"name": person.name}, "action": _("Record the last day"),
        "text": _("At its midnight everything they hold is taken over. Before it, their backups are asked."),
    })  # fmt: skip


@page
@about_person(rules.check_may_close_out)
@needs_factor(DECISION_MINUTES)
def leave_now(request: HttpRequest, person: User) -> HttpResponse:
    """Have them leave at once."""
    form, name = LeaveNowForm(posted(request)), {"name": person.name}
    act = lambda: actions.depart(person, why=form.cleaned_data["why"], by=me(request))  # noqa: E731
    return _answer(request, person, form, act, _("%(name)s has left. This is what is still open.") % name, {
        "title": _("Has %(name)s left?") % name, "action": _("Close the sign-in"), "tone": "danger",
        "text": _(
            "They are signed out at once and cannot sign in again. Everything they hold passes to somebody, and what "
            "they know must change."
        ),
    })  # fmt: skip


@page
@about_person(rules.check_may_dismiss)
@needs_factor(DECISION_MINUTES)
def dismiss(request: HttpRequest, person: User) -> HttpResponse:
    """Close somebody out who is dismissed, without their knowledge."""
    form, name = DismissForm(posted(request)), {"name": person.name}
    act = lambda: actions.depart(person, why=DepartureWhy.DISMISSED, by=me(request))  # noqa: E731
    return _answer(request, person, form, act, _("%(name)s is closed out. This is what is still open.") % name, {
        "title": _("Close %(name)s out now?") % name, "action": _("Close them out"), "tone": "danger",
        "text": _(
            "They are signed out at once and get no letter. What they know must change today. That they are dismissed "
            "is told to nobody; only who reads the whole trail finds it there."
        ),
    })  # fmt: skip


@require_POST
@about_person(rules.check_may_take_back)
@needs_factor(DECISION_MINUTES)
def take_back(request: HttpRequest, person: User) -> HttpResponse:
    """They stay after all."""
    actions.take_back(person, by=me(request))
    messages.success(request, _("Taken back: %(name)s stays.") % {"name": person.name})
    return redirect("desk:leaving", person.pk)


def _answer(
    request: HttpRequest, person: User, form: MooringForm, act: Callable[[], Any], said: str, words: dict[str, str]
) -> HttpResponse:
    if request.method == "POST" and done(form, act):
        messages.success(request, said)
        return redirect("desk:leaving", person.pk)
    facts = {"form": form, "person": person, "back": reverse("desk:leaving", args=[person.pk])}
    return render(request, "people/confirm.html", facts | words, status=422 if form.is_bound else 200)


def _buttons(viewer: User, person: User) -> list[dict[str, str]]:
    planned = rules.planned_for(person)
    offered = [
        ("last-day", _("Change the last day") if planned else _("Set a last day"), rules.check_may_say_when),
        ("leave-now", _("Have them leave now"), rules.check_may_close_out),
        ("dismiss", _("Dismiss them"), rules.check_may_dismiss),
    ]
    return [
        {"url": reverse(f"desk:{name}", args=[person.pk]), "label": label}
        for name, label, check in offered
        if may(check, viewer, person)
    ]
