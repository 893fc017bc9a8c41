"""Asking to close an account, planning its end, and ticking its steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import closing_panel, closing_words
from accounts.actions.closing import ask_to_close, begin_closing
from accounts.actions.closing_steps import keep_archive, tick_closing
from accounts.forms.closing import ArchiveForm, PlanForm, StepForm
from accounts.models import Account, Closing, ClosingStepCode
from accounts.rules import closing as rules
from accounts.rules import closing_steps as steps
from accounts.rules.standing import standing_of
from accounts.views.closing import about_closing
from accounts.views.doors import about_account, crumbs, done, me, page, posted, posts


@page
@about_account
def ask(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask Communications to close it."""
    rules.check_may_ask(standing_of(account, me(request)))
    form = PlanForm(posted(request), account=account)
    if done(request, form, lambda: ask_to_close(account, form.plan, by=me(request))):
        messages.success(request, _("Asked. Communications plans it, or says why not."))
        return redirect("accounts:closing", account.uuid)
    return _form(request, form, account, **closing_words.of_asking(account))


@page
@about_account
def begin(request: HttpRequest, account: Account) -> HttpResponse:
    """Plan its end, for the first time or anew."""
    found = rules.check_may_begin(standing_of(account, me(request)))
    form = PlanForm(posted(request), account=account, initial=closing_panel.planned(found))
    if done(request, form, lambda: begin_closing(account, form.plan, by=me(request))):
        messages.success(request, _("Planned. Everybody concerned is told."))
        return redirect("accounts:closing", account.uuid)
    return _form(request, form, account, **closing_words.of_planning(account))


@posts
@about_closing
def step(request: HttpRequest, closing: Closing, code: str) -> HttpResponse:
    """Tick a step, take the tick off, or say that it cannot be done."""
    row = get_object_or_404(closing.steps.exclude(code=ClosingStepCode.ARCHIVED), code=code)
    row.closing = closing
    steps.check_may_tick(standing_of(closing.account, me(request)), row, done=request.POST.get("done") == "yes")
    form = StepForm(request.POST)
    if done(request, form, lambda: _tick(row, form, request)):
        return redirect(f"{closing.get_absolute_url()}#step-{code}")
    messages.error(request, " ".join(str(words) for said in form.errors.values() for words in said))
    return redirect(closing)


def _tick(row: Any, form: StepForm, request: HttpRequest) -> None:
    said = form.cleaned_data
    tick_closing(row, done=said["done"] == "yes", note=said["note"], by=me(request))


@page
@about_closing
def archive(request: HttpRequest, closing: Closing) -> HttpResponse:
    """Say where its records are kept."""
    steps.check_may_keep(standing_of(closing.account, me(request)), closing)
    form = ArchiveForm(posted(request), initial={"archive": closing.archive})
    if done(request, form, lambda: keep_archive(closing, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Noted where its records are kept."))
        return redirect("accounts:closing", closing.account.uuid)
    return _form(request, form, closing.account, **closing_words.of_keeping(closing))


def _form(request: HttpRequest, form: Any, account: Account, **words: str) -> HttpResponse:
    live = rules.live_of(account)
    facts = {"form": form, "back": (live or account).get_absolute_url(), "trail": crumbs(account), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
