"""Inviting, correcting, closing and reopening."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.people import actions, rules
from registry.people.forms import EditForm, InviteForm
from registry.people.models import User
from registry.people.proof import DECISION_MINUTES, needs_factor
from registry.people.views.doors import about_person, confirm, done, me, page, posted


@page
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    rules.check_may_invite(me(request))
    form = InviteForm(posted(request))
    if done(form, lambda: actions.invite(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Invitation sent to %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("people:list")
    return render(request, "people/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@page
@about_person(rules.check_may_invite_again)
def invite_again(request: HttpRequest, person: User) -> HttpResponse:
    """Send the letter again to somebody whose link has run out."""
    return confirm(
        request, person, lambda: actions.invite_again(person, by=me(request)),
        title=_("Send the invitation again?"), action=_("Send the invitation"), back=_back(person),
        text=_("%(name)s gets a new letter with a link, good for three days.") % {"name": person.name},
    )  # fmt: skip


@page
@about_person(rules.check_may_edit)
def edit(request: HttpRequest, person: User) -> HttpResponse:
    """Correct name, title and unit."""
    initial = {"name": person.name, "title": person.title, "unit": person.unit}
    form = EditForm(posted(request), initial=initial, person=person)
    if form.is_valid():
        actions.edit(person, **form.cleaned_data, by=me(request))
        messages.success(request, _("Details saved."))
        return redirect("people:person", pk=person.pk)
    return render(request, "people/edit.html", {"form": form, "person": person}, status=422 if form.is_bound else 200)


@page
@about_person(rules.check_may_close_sign_in)
@needs_factor(DECISION_MINUTES)
def end_sessions(request: HttpRequest, person: User) -> HttpResponse:
    """Sign somebody out everywhere."""
    return confirm(
        request, person, lambda: actions.end_sessions(person, by=me(request)),
        title=_("Sign %(name)s out everywhere?") % {"name": person.name}, action=_("Sign out everywhere"),
        text=_("They can sign in again at once. Their password and second factor stay."), back=_back(person),
    )  # fmt: skip


@page
@about_person(rules.check_may_deactivate)
@needs_factor(DECISION_MINUTES)
def deactivate(request: HttpRequest, person: User) -> HttpResponse:
    """Close somebody's sign-in."""
    return confirm(
        request, person, lambda: actions.deactivate(person, by=me(request)), tone="danger",
        title=_("Deactivate %(name)s?") % {"name": person.name}, action=_("Deactivate the sign-in"), back=_back(person),
        text=_("They are signed out at once and cannot sign in. Their offices end, and those of their designees."),
    )  # fmt: skip


@page
@about_person(rules.check_may_reactivate)
@needs_factor(DECISION_MINUTES)
def reactivate(request: HttpRequest, person: User) -> HttpResponse:
    """Open it again."""
    return confirm(
        request, person, lambda: actions.reactivate(person, by=me(request)), back=_back(person),
        title=_("Reactivate %(name)s?") % {"name": person.name}, action=_("Reactivate"),
        text=_("They can sign in again with their old password. They hold no office until somebody gives them one."),
    )  # fmt: skip


def _back(person: User) -> str:
    return reverse("people:person", args=[person.pk])
