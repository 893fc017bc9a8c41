"""Handing an account over: offered here, and one page on which everybody concerned sees how far it has come."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import handoff_panel
from accounts.actions import handoff as actions
from accounts.forms.handoff import HandoffForm
from accounts.forms.words import SayWhyForm
from accounts.models import Account, Handoff
from accounts.rules import handoff as rules
from accounts.rules.standing import standing_of
from accounts.rules.terms import check_may_set
from accounts.views.doors import View, about_account, crumbs, done, me, page, posted, posts, reads
from registry.people.refusal import Refused, Stale
from registry.people.rules import may


def about_handoff(view: View) -> View:
    """Hand the view the handoff of the address; 404 for whom it does not concern."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID) -> HttpResponse:
        handoff = rules.the_handoff(me(request), uuid)
        try:
            return view(request, handoff)
        except Stale as stale:
            stale.back = handoff.get_absolute_url()
            raise

    return entered


@page
@about_account
def offer(request: HttpRequest, account: Account) -> HttpResponse:
    """Hand this account over: to whom, why, by when."""
    held = rules.check_may_offer(standing_of(account, me(request)))
    form = HandoffForm(held, posted(request))
    if done(request, form, lambda: actions.offer(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Handoff offered to %(name)s.") % {"name": form.cleaned_data["taker"].name})
        return redirect(rules.live_of(account) or account)
    facts = {"account": account, "held": held, "form": form, "terms": rules.terms(), "trail": crumbs(account)}
    facts["may_set"] = may(check_may_set, me(request))
    return render(request, "accounts/handoff_offer.html", facts, status=422 if form.is_bound else 200)


@reads
@about_handoff
def handoff(request: HttpRequest, handoff: Handoff) -> HttpResponse:
    """How far it has come, and what this person does next."""
    facts = handoff_panel.facts_for(handoff, standing_of(handoff.account, me(request)))
    return render(request, "accounts/handoff.html", {**facts, "trail": crumbs(handoff.account)})


@page
@about_handoff
def call_off(request: HttpRequest, handoff: Handoff) -> HttpResponse:
    """Call it off, and why."""
    rules.check_may_call_off(handoff, standing_of(handoff.account, me(request)))
    form = SayWhyForm(posted(request))
    if done(request, form, lambda: actions.call_off(handoff, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Handoff called off. Everybody concerned is told."))
        return redirect(handoff)
    title = _("Call off the handoff of %(account)s?") % {"account": handoff.account.name}
    text = _("%(name)s goes on as before. What was accepted stays on record.")
    text %= {"name": rules.answers_now(handoff).name}
    facts = {"form": form, "title": title, "text": text, "action": _("Call it off"), "tone": "danger"}
    facts |= {"back": handoff.get_absolute_url(), "trail": crumbs(handoff.account)}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


@posts
@about_handoff
def verify(request: HttpRequest, handoff: Handoff) -> HttpResponse:
    """Say that the next custodian gets in, and end the handoff."""
    try:
        actions.verify(handoff, by=me(request))
    except Stale:
        raise
    except Refused as refused:
        refused.back = handoff.get_absolute_url()
        raise
    messages.success(request, _("Verified. %(name)s looks after it now.") % {"name": handoff.taker.name})
    return redirect(handoff.account)
