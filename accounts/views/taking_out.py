"""Saying that a way in is no longer in use, and that an account is signed up with another address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions import signing_up
from accounts.actions import taking_out as actions
from accounts.forms.taking_out import SignUpForm, TakeOutForm
from accounts.models import Account, SecretField
from accounts.rules import taking_out as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, by_the_vault, crumbs, done, me, page, posted


@page
@by_the_vault
@about_account
def take_out(request: HttpRequest, account: Account, field: str) -> HttpResponse:
    """Take a field out of the vault, with the reason."""
    if field not in SecretField.values:
        raise Http404
    rules.check_may_take_out(standing_of(account, me(request)), field)
    form, label = TakeOutForm(posted(request)), SecretField(field).label
    if done(request, form, lambda: actions.take_out(account, field=field, **form.cleaned_data, by=me(request))):
        messages.success(request, _("No longer in use: %(field)s. Communications is told.") % {"field": label.lower()})
        return redirect(account)
    facts = {"account": account, "form": form, "label": label, "trail": crumbs(account)}
    return render(request, "accounts/take_out.html", facts, status=422 if form.is_bound else 200)


@page
@by_the_vault
@about_account
def sign_up(request: HttpRequest, account: Account) -> HttpResponse:
    """Say with which address the account is signed up now."""
    rules.check_may_change_sign_up(standing_of(account, me(request)))
    form = SignUpForm(posted(request))
    if done(request, form, lambda: signing_up.change_sign_up(account, **form.facts(), by=me(request))):
        messages.success(request, _("Sign-up address changed."))
        if form.facts()["signs_in"]:
            messages.info(request, _("One signs in with it: deposit it as the new login, and have it verified."))
        return redirect(account)
    facts = {"account": account, "form": form, "trail": crumbs(account)}
    return render(request, "accounts/sign_up.html", facts, status=422 if form.is_bound else 200)
