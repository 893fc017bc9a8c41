"""Putting a login into the vault, and saying whether it works."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.actions import credentials
from accounts.forms.credentials import FIELDS, DepositForm, RefuseForm
from accounts.models import Account, Holder, SecretField
from accounts.rules import credentials as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, by_the_vault, crumbs, done, me, page, posted
from registry import keyring
from registry.people.proof import DECISION_MINUTES, needs_factor, proof_of
from registry.people.rules import may


@page
@sensitive_post_parameters()
@by_the_vault
@about_account
def deposit(request: HttpRequest, account: Account) -> HttpResponse:
    """Store what gets one in; an empty line changes nothing."""
    rules.check_may_deposit(standing_of(account, me(request)))
    keyring.vault()
    form = DepositForm(posted(request), handle=account.handle)
    if request.method == "POST" and form.is_valid() and _stored(request, account, form):
        return redirect(account)
    facts = {"account": account, "form": form, "trail": crumbs(account), "again": form.is_bound}
    return render(request, "accounts/deposit.html", facts, status=422 if form.is_bound else 200)


@page
@about_account
@needs_factor(DECISION_MINUTES)
def verify(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that one can sign in with what was deposited."""
    standing = standing_of(account, me(request))
    waiting = rules.to_verify(account)
    if request.method == "POST":
        credentials.verify(account, by=me(request), proof=proof_of(request))
        messages.success(request, _("Login verified."))
        return redirect(account)
    opener = rules.check_may_try(standing, waiting)
    facts = {
        "account": account,
        "waiting": waiting,
        "opened": rules.has_opened(opener, rules.current_sign_in(account)),
        "witnessed": opener if opener.pk != me(request).pk else None,
        "may_refuse": may(rules.check_may_refuse, standing, waiting, "-"),
        "trail": crumbs(account),
    }
    return render(request, "accounts/verify.html", facts)


@page
@about_account
def refuse(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that one cannot sign in with what was deposited."""
    standing = standing_of(account, me(request))
    waiting = rules.to_verify(account)
    rules.check_may_refuse(standing, waiting, "-")
    form = RefuseForm(posted(request), waiting=waiting)
    if done(request, form, lambda: credentials.refuse(account, **form.facts(), by=me(request))):
        messages.success(request, _("Deposit refused. The depositor is told."))
        return redirect(account)
    facts = {
        "account": account,
        "form": form,
        "older": bool(rules.last_verified_sign_in(account)),
        "trail": crumbs(account),
    }
    return render(request, "accounts/refuse.html", facts)


@sensitive_variables()
def _stored(request: HttpRequest, account: Account, form: DepositForm) -> bool:
    try:
        stored = credentials.deposit(account, values=form.values, holders=form.holders, by=me(request))
    except credentials.Unusable as refused:
        form.add_error(FIELDS[SecretField(refused.field)], str(refused))
        return False
    _say(request, stored)
    return True


def _say(request: HttpRequest, stored: credentials.Deposited) -> None:
    if stored.versions:
        words = rules.words_for([version.field for version in stored.versions])
        messages.success(request, _("Deposited: %(fields)s. Communications is told.") % {"fields": words})
    if stored.unchanged:
        words = rules.words_for(stored.unchanged)
        messages.info(request, _("This is what is stored already, so nothing changed: %(fields)s.") % {"fields": words})
    outside = [version for version in stored.versions if version.holder in {Holder.EMPLOYEE, Holder.STUDENT_OR_PARENT}]
    if outside:
        words = rules.words_for([version.field for version in outside])
        messages.warning(
            request,
            _("Not the district’s own: %(fields)s. It is stored; replace it as soon as you can.") % {"fields": words},
        )
