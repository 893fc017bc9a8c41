"""Placing the records of an account under legal hold, and lifting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.actions.holds import lift_hold, place_hold
from accounts.forms.ending import HoldForm, LiftForm
from accounts.models import Account
from accounts.rules import holds as rules
from accounts.views.doors import about_account, crumbs, done, me, page, posted


@page
@about_account
def place(request: HttpRequest, account: Account) -> HttpResponse:
    """Place its records under legal hold."""
    rules.check_may_place(me(request))
    form = HoldForm(posted(request))
    if done(request, form, lambda: place_hold(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Under legal hold. Everybody concerned is told that, not why."))
        return redirect(account)
    text = _("Nothing of it may be deleted, nor may it be closed, until the hold is lifted. It can be parked.")
    text = f"{text} {_('Passwords are changed and destroyed as always: a hold never keeps one.')}"
    facts = {
        "title": _("Place %(account)s under legal hold?") % {"account": account.name}, "text": text,
        "action": _("Place under legal hold"), "form": form, "back": account.get_absolute_url(),
        "trail": crumbs(account), "tone": "danger",
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


@page
@about_account
def lift(request: HttpRequest, account: Account, hold: int) -> HttpResponse:
    """Lift a hold."""
    rules.check_may_place(me(request))
    found = get_object_or_404(account.holds.select_related("account__platform", "account__unit"), pk=hold)
    rules.check_may_lift(found, me(request))
    form = LiftForm(posted(request))
    if done(request, form, lambda: lift_hold(found, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Lifted. Everybody concerned is told."))
        return redirect(account)
    facts = {
        "title": _("Lift legal hold %(number)s of %(account)s?") % {"number": found.number, "account": account.name},
        "text": _("From then on its records are kept and deleted by the usual rules."), "action": _("Lift the hold"),
        "form": form, "back": account.get_absolute_url(), "trail": crumbs(account),
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
