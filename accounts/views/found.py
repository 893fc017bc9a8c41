"""One file of the adoption desk: its page, its letters, and what anybody adds to it."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import found_letters, found_panel
from accounts.actions import found_conflict, found_reporting
from accounts.forms.found import NoteForm
from accounts.forms.found_moves import DoneForm
from accounts.models import Found
from accounts.rules import found as rules
from accounts.rules import found_moves as moves
from accounts.views.desk import page_of, trail
from accounts.views.doors import View, done, me, page, posted, reads
from registry.people.refusal import Stale


def about_found(view: View) -> View:
    """Hand the view the file of the address; 404 for who may not open it."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID, **kwargs: str) -> HttpResponse:
        found = rules.the_found(me(request), uuid)
        try:
            return view(request, found, **kwargs)
        except Stale as stale:
            stale.back = found.get_absolute_url()
            raise

    return entered


@reads
@about_found
def found(request: HttpRequest, found: Found) -> HttpResponse:
    """What is known, what was done, and what comes next."""
    return render(request, "accounts/found.html", {**found_panel.facts_for(found, me(request)), "trail": trail()})


@reads
@about_found
def letter(request: HttpRequest, found: Found, kind: str) -> HttpResponse:
    """One of our texts with everything filled in, to copy or print."""
    rules.check_may_work(found, me(request))
    fitting = {one.value: one for one in found_letters.fitting(found)}
    if kind not in fitting:
        raise Http404
    facts = {"found": found, "ready": found_letters.ready(found, fitting[kind], me(request))}
    steps = [*trail(), {"label": found.number, "url": found.get_absolute_url()}]
    return render(request, "accounts/found_letter.html", {**facts, "trail": steps})


@page
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what one knows: open to everybody on staff."""
    found = rules.the_marked(me(request), uuid)
    moves.check_may_note(found)
    form = NoteForm(posted(request))
    if done(request, form, lambda: found_reporting.note(found, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Thank you. Communications has it in the file."))
        return redirect(page_of(found, request))
    title = _("What do you know of %(account)s?") % {"account": found.account.name}
    text = _("Keep a copy outside first: what stands there today may be gone tomorrow.")
    facts = {"form": form, "title": title, "text": text, "action": _("Add it"), "back": page_of(found, request)}
    facts["trail"] = trail()
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


@page
@about_found
def left(request: HttpRequest, found: Found) -> HttpResponse:
    """Say that one no longer runs it (E3.49)."""
    moves.check_may_end_conflict(found, me(request))
    form = DoneForm(posted(request))
    if done(request, form, lambda: found_conflict.end_conflict(found, by=me(request))):
        messages.success(request, _("Noted."))
        return redirect(found)
    facts = {"form": form, "title": _("Have you left %(account)s?") % {"account": found.account.name}}
    facts["text"] = _("Give your part in it up on the platform first: as administrator, and as poster.")
    facts |= {"action": _("I have left it"), "back": found.get_absolute_url(), "trail": trail()}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
