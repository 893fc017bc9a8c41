"""The yearly word on an account, without a campaign that asks for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions import attesting as actions
from accounts.forms.attesting import AttestForm
from accounts.models import Account
from accounts.rules import attesting as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted


@page
@about_account
def attest(request: HttpRequest, account: Account) -> HttpResponse:
    """Say how the account stands."""
    rules.check_may_attest(standing_of(account, me(request)))
    form = AttestForm(account, rules.last_of(account), posted(request))
    if done(request, form, lambda: actions.attest(account, form.said, seen=form.last_seen, by=me(request))):
        messages.success(request, _("Thank you. Your word on %(name)s is kept.") % {"name": account.name})
        return redirect(account)
    facts = {"account": account, "form": form, "trail": crumbs(account), "until": rules.valid_until()}
    return render(request, "accounts/attest.html", facts, status=422 if form.is_bound else 200)
