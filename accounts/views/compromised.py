"""An account is not to be trusted, and is ours again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions.compromised import mark_compromised, mark_secured
from accounts.forms.ending import CompromisedForm
from accounts.models import Account
from accounts.rules import compromised as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted
from registry.forms import MooringForm


@page
@about_account
def mark(request: HttpRequest, account: Account) -> HttpResponse:
    """Mark it as compromised, at once."""
    rules.check_may_mark(standing_of(account, me(request)))
    form = CompromisedForm(posted(request))
    if done(request, form, lambda: mark_compromised(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Marked. It is hidden from the public, and those concerned are told."))
        return redirect(account)
    title = _("Has somebody else got into %(account)s?") % {"account": account.name}
    text = _("It is hidden at once and nobody posts. If in doubt, mark it: it is undone once everything has changed.")
    return _form(request, form, account, title=title, text=text, action=_("Mark as compromised"), tone="danger")


@page
@about_account
def secured(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that it is ours again."""
    rules.check_may_secure(standing_of(account, me(request)))
    form = MooringForm(posted(request))
    if done(request, form, lambda: mark_secured(account, by=me(request))):
        messages.success(request, _("Secure again. It may be used and shown as before."))
        return redirect(account)
    title = _("Is %(account)s ours again?") % {"account": account.name}
    text = _("Its ways in have changed and were verified. What it was signed in with before is destroyed now.")
    return _form(request, form, account, title=title, text=text, action=_("It is secure again"))


def _form(request: HttpRequest, form: MooringForm, account: Account, **words: str) -> HttpResponse:
    facts = {"form": form, "back": account.get_absolute_url(), "trail": crumbs(account), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.errors else 200)
