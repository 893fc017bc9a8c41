"""The desk's verbs as pages: each asks one form, does one thing, and leads back to the file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions import found as actions
from accounts.actions import found_conflict
from accounts.forms import found_moves as forms
from accounts.forms.posting import WhyForm
from accounts.found_letters import DAYS, disclaimer, fitting
from accounts.models import Found
from accounts.rules import found as rules
from accounts.rules import found_moves as moves
from accounts.views.desk import trail
from accounts.views.doors import done, me, page, posted
from accounts.views.found import about_found
from registry.forms import MooringForm


@page
@about_found
def classify(request: HttpRequest, found: Found) -> HttpResponse:
    """Say what it is, whom to follow instead, and who it poses as."""
    rules.check_may_work(found, me(request))
    names = ("kind", "ours", "poses_as", "made_by_students")
    form = forms.ClassifyForm(posted(request), initial={name: getattr(found, name) for name in names})
    return _ask(request, found, form, actions.classify, _("What is %(account)s?"), _("Save what it is"))


@page
@about_found
def contact(request: HttpRequest, found: Found) -> HttpResponse:
    """Record that somebody outside was written or spoken to."""
    rules.check_may_work(found, me(request))
    first = fitting(found)[0]
    form = forms.ContactForm(posted(request), initial={"letter": first.value, "days": DAYS[first]})
    text = _("Nothing is sent from here. Write to them first, with one of the texts in the file.")
    return _ask(request, found, form, actions.contact, _("Who was contacted about %(account)s?"), _("Record it"), text)


@page
@about_found
def answer(request: HttpRequest, found: Found) -> HttpResponse:
    """Record what they said."""
    rules.check_may_work(found, me(request))
    form = forms.AnswerForm(posted(request))
    return _ask(request, found, form, actions.answer, _("What came back about %(account)s?"), _("Record it"))


@page
@about_found
def relabel(request: HttpRequest, found: Found) -> HttpResponse:
    """Record the disclaimer that was seen there."""
    moves.check_may_relabel(found, me(request))
    form = forms.RelabelForm(posted(request))
    text = _("It stays in the register as a community account. A good disclaimer is: “%(words)s”")
    title = _("Does %(account)s say that it is not ours?")
    return _ask(request, found, form, actions.relabel, title, _("Record it"), text % {"words": disclaimer(found)})


@page
@about_found
def close(request: HttpRequest, found: Found) -> HttpResponse:
    """Close the file, and say what became of the account."""
    moves.check_may_close(found, me(request))
    form = forms.CloseForm(posted(request), initial={"ours": found.ours})
    text = _("Its handle becomes free in the register. What was found, and what was done, stays on record.")
    return _ask(request, found, form, actions.close, _("Close the file on %(account)s?"), _("Close the file"), text)


@page
@about_found
def dispute(request: HttpRequest, found: Found) -> HttpResponse:
    """Record that whoever runs it objects, or the platform refuses."""
    moves.check_may_dispute(found, me(request))
    form = WhyForm(posted(request))
    return _ask(request, found, form, actions.dispute, _("Why is %(account)s disputed?"), _("Record the dispute"))


@page
@about_found
def reopen(request: HttpRequest, found: Found) -> HttpResponse:
    """Take a file up again."""
    moves.check_may_reopen(found, me(request))
    form = WhyForm(posted(request))
    return _ask(request, found, form, actions.reopen, _("Reopen the file on %(account)s?"), _("Reopen it"))


@page
@about_found
def conflict(request: HttpRequest, found: Found) -> HttpResponse:
    """Put on record that an employee runs it (E3.49)."""
    moves.check_may_name_conflict(found, me(request), me(request))
    form = forms.ConflictForm(posted(request))
    text = _("They are told that they have two ways on: leave it, or have it registered.")
    title = _("Who on staff runs %(account)s?")
    return _ask(request, found, form, found_conflict.name_conflict, title, _("Put on record"), text)


def _ask(
    request: HttpRequest, found: Found, form: MooringForm, act: Callable[..., Any], title: str, action: str,
    text: str = "",
) -> HttpResponse:  # fmt: skip
    if done(request, form, lambda: act(found, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Recorded in the file."))
        return redirect(found)
    facts = {"form": form, "title": title % {"account": found.account.name}, "text": text, "action": action}
    steps = [*trail(), {"label": found.number, "url": found.get_absolute_url()}]
    facts |= {"back": found.get_absolute_url(), "trail": steps}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
