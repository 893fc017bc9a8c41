"""The end of an account: asked for, planned, its steps ticked, over or called off; one page on which all see it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import closing_panel, closing_words
from accounts.actions.closing_ends import call_off_closing
from accounts.actions.finishing import finish_closing
from accounts.forms.posting import WhyForm
from accounts.models import Account, Closing
from accounts.rules import closing as rules
from accounts.rules import closing_steps as steps
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted, reads
from registry.forms import MooringForm

View = Callable[..., HttpResponse]


def about_closing(view: View) -> View:
    """Hand the view the end that is under way; 404 where there is none."""

    @wraps(view)
    @about_account
    def entered(request: HttpRequest, account: Account, **kwargs: object) -> HttpResponse:
        found = rules.live_of(account)
        if found is None:
            raise Http404
        found.account = account
        return view(request, found, **kwargs)

    return entered


@reads
@about_account
def closing(request: HttpRequest, account: Account) -> HttpResponse:
    """How far it has come, and what this person does next; the last one, where none is under way."""
    found = closing_panel.latest_of(account)
    if found is None:
        raise Http404
    facts = closing_panel.facts_for(found, standing_of(account, me(request)))
    return render(request, "accounts/closing.html", {**facts, "trail": crumbs(account)})


@page
@about_closing
def finish(request: HttpRequest, closing: Closing) -> HttpResponse:
    """Say that it is over: retired with a tombstone, or parked."""
    steps.check_may_finish(standing_of(closing.account, me(request)), closing)
    form, words = MooringForm(posted(request)), closing_words.of_the_end(closing)
    if done(request, form, lambda: finish_closing(closing, by=me(request))):
        messages.success(request, words["done"])
        return redirect("accounts:closing", closing.account.uuid)
    facts = {"form": form, "tone": "danger", "back": closing.get_absolute_url(), "trail": crumbs(closing.account)}
    return render(request, "accounts/poster_form.html", {**facts, **words})


@page
@about_closing
def call_off(request: HttpRequest, closing: Closing) -> HttpResponse:
    """Call it off, refuse what was asked, or use a parked account again."""
    rules.check_may_call_off(standing_of(closing.account, me(request)), closing)
    form, words = WhyForm(posted(request)), closing_words.of_calling_off(closing, me(request))
    if done(request, form, lambda: call_off_closing(closing, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Noted. Everybody concerned is told."))
        return redirect(closing.account)
    facts = {"form": form, "back": closing.get_absolute_url(), "trail": crumbs(closing.account), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
