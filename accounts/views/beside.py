"""Accepting in person, on the screen of an office: with one's own password and code, which are kept nowhere."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.actions import answering as actions
from accounts.forms.custody import BesideForm
from accounts.models import Account, Custody
from accounts.rules import beside as rules
from accounts.rules.custody import acceptance_text, check_has_confirmed
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted
from registry.people.beside import check_is_them
from registry.people.rules import may


@sensitive_post_parameters()
@page
@about_account
def accept(request: HttpRequest, account: Account) -> HttpResponse:
    """Let whoever is asked read and accept here; whose screen it is stays signed in as they are."""
    offered = rules.check_may_open(standing_of(account, me(request)))
    form = BesideForm(posted(request))
    if done(request, form, lambda: _accept(request, form, offered)):
        messages.success(request, _("%(name)s accepted the custody.") % {"name": offered.custodian.name})
        return redirect(account)
    facts = {
        "account": account,
        "person": offered.custodian,
        "text": acceptance_text(account),
        "confirmed": may(check_has_confirmed, offered.custodian),
        "form": form,
        "trail": crumbs(account),
    }
    return render(request, "accounts/accept_beside.html", facts, status=422 if form.is_bound else 200)


@sensitive_variables()
def _accept(request: HttpRequest, form: BesideForm, offered: Custody) -> None:
    check_is_them(request, offered.custodian, **form.cleaned_data)
    actions.accept_beside(offered, by=offered.custodian, beside=me(request))
