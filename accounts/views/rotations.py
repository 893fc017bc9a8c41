"""Secrets that must change: the queue, each piece of work, who sees to it, and what somebody reports."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import renewal, reporting
from accounts.forms.rotations import AssignForm, ReportForm, SessionsForm
from accounts.models import Account, Rotation, SecretField
from accounts.rotation_queue import queue_for
from accounts.rules import rotating as rules
from accounts.rules.offers import offers_to
from accounts.rules.renewal import must_lose, progress, standing_reasons
from accounts.rules.seeing import check_may_see_who_knows
from accounts.rules.standing import standing_of
from accounts.rules.taking_out import check_may_change_sign_up
from accounts.rules.terms import check_may_set
from accounts.views.doors import about_account, crumbs, done, me, page, posted, reads
from registry.people.rules import may

View = Callable[..., HttpResponse]


def about_rotation(view: View) -> View:
    """Hand the view the rotation of the address; 404 where there is none for this person."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID) -> HttpResponse:
        return view(request, rules.the_rotation(me(request), uuid))

    return entered


@reads
def rotations(request: HttpRequest) -> HttpResponse:
    """What must change, by platform and unit."""
    facts = {"queue": queue_for(me(request)), "may_set": may(check_may_set, me(request))}
    return render(request, "accounts/rotations.html", facts)


@reads
@about_rotation
def rotation(request: HttpRequest, rotation: Rotation) -> HttpResponse:
    """One secret that must change: why, by whom, by when, how, and how far it has come."""
    standing = standing_of(rotation.account, me(request))
    losers = must_lose(rotation)
    facts = {
        "rotation": rotation,
        "account": rotation.account,
        "reasons": [(row, bool(row.declaration_id) or row.person_id in losers) for row in standing_reasons(rotation)],
        "progress": None if rotation.closed_at else progress(rotation),
        "offers": offers_to(standing),
        "may_do": may(rules.check_may_do, rotation, me(request)),
        "may_assign": may(rules.check_may_assign, rotation, me(request)),
        "sees_knows": may(check_may_see_who_knows, standing),
        "new_address": rotation.field == SecretField.LOGIN and may(check_may_change_sign_up, standing),
        "trail": _trail(rotation.account),
    }
    return render(request, "accounts/rotation.html", facts)


@page
@about_rotation
def sessions(request: HttpRequest, rotation: Rotation) -> HttpResponse:
    """Say that every other session is signed out."""
    rules.check_may_do(rotation, me(request))
    form = SessionsForm(posted(request))
    if done(request, form, lambda: renewal.confirm_sessions_out(rotation, by=me(request))):
        messages.success(request, _("Noted: other sessions are signed out."))
        return redirect(rotation)
    facts = {"rotation": rotation, "account": rotation.account, "form": form, "trail": _trail(rotation.account)}
    return render(request, "accounts/rotation_sessions.html", facts, status=422 if form.is_bound else 200)


@page
@about_rotation
def assign(request: HttpRequest, rotation: Rotation) -> HttpResponse:
    """Give it to somebody else."""
    rules.check_may_assign(rotation, me(request))
    form = AssignForm(posted(request), initial={"person": rotation.owner})
    if done(request, form, lambda: renewal.assign(rotation, person=form.cleaned_data["person"], by=me(request))):
        messages.success(request, _("%(name)s sees to it.") % {"name": form.cleaned_data["person"].name})
        return redirect(rotation)
    title = _("Who changes the %(what)s of %(account)s?") % {"what": rotation.what, "account": rotation.account.name}
    text = _("They are told at once, and find it in their work.")
    return _form(request, form, title=title, text=text, action=_("Give it to them"), back=rotation.get_absolute_url())


@page
@about_account
def report(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that the login changed on the platform, or that somebody else may have got in."""
    rules.check_may_report(standing_of(account, me(request)))
    form = ReportForm(posted(request))
    made: list[Rotation] = []
    if done(request, form, lambda: made.append(reporting.report(account, **form.cleaned_data, by=me(request)))):
        messages.success(request, _("Reported. This is what to do now."))
        return redirect(made[0])
    facts = {"account": account, "form": form, "trail": crumbs(account)}
    return render(request, "accounts/report.html", facts, status=422 if form.is_bound else 200)


def _trail(account: Account) -> list[dict[str, str]]:
    queue = {"label": _("Must change"), "url": reverse("accounts:rotations")}
    return [crumbs(account)[0], queue, crumbs(account)[1]]


def _form(request: HttpRequest, form: Any, **words: Any) -> HttpResponse:
    facts = {"form": form, **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
