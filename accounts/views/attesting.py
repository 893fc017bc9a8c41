"""The yearly word on an account, without a campaign that asks for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions import attesting as actions
from accounts.forms.attesting import AttestForm
from accounts.models import Account
from accounts.rules import attesting as rules
from accounts.rules.ending_offers import ending_offers
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted

#: Where somebody goes on who says that it is not used any more.
ENDS = ("closing-ask", "closing-begin")


@page
@about_account
def attest(request: HttpRequest, account: Account) -> HttpResponse:
    """Say how the account stands."""
    standing = standing_of(account, me(request))
    rules.check_may_attest(standing)
    form = AttestForm(account, rules.last_of(account), posted(request))
    for offer in ending_offers(standing) if form.says_unused else []:
        if offer.key in ENDS:
            return redirect(offer.url)
    if done(request, form, lambda: actions.attest(account, form.said, seen=form.last_seen, by=me(request))):
        messages.success(request, _("Thank you. Your word on %(name)s is kept.") % {"name": account.name})
        return redirect(account)
    facts = {"account": account, "form": form, "trail": crumbs(account), "until": rules.valid_until()}
    return render(request, "accounts/attest.html", facts, status=422 if form.is_bound else 200)
