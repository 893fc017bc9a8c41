"""In which seasons the group of an account is active."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions.own_seasons import set_seasons
from accounts.forms.seasons import OwnSeasonsForm
from accounts.models import Account
from accounts.rules import own_seasons as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted


@page
@about_account
def own_seasons(request: HttpRequest, account: Account) -> HttpResponse:
    """Tick the seasons of one group."""
    rules.check_may_set(standing_of(account, me(request)))
    form = OwnSeasonsForm(account, posted(request))
    if done(request, form, lambda: set_seasons(account, seasons=form.chosen, by=me(request))):
        messages.success(request, _("Seasons saved."))
        return redirect(account)
    facts = {
        "form": form,
        "title": _("In which season is %(account)s active?") % {"account": account.name},
        "text": _("A campaign asks about it by its season, and off season it rests."),
        "action": _("Save the seasons"),
        "back": account.get_absolute_url(),
        "trail": crumbs(account),
    }
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
