"""Putting a login into the vault, and saying whether it works."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import after_deposit, pictures
from accounts.actions import credentials
from accounts.forms.credentials import FIELDS, DepositForm, RefuseForm
from accounts.models import Account, SecretField
from accounts.rules import credentials as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import CLOSED, about_account, by_the_vault, crumbs, done, is_sealed, me, page, posted
from registry.people.proof import DECISION_MINUTES, needs_factor, proof_of
from registry.people.rules import may


@page
@sensitive_post_parameters()
@by_the_vault
@about_account
def deposit(request: HttpRequest, account: Account) -> HttpResponse:
    """Store what gets one in; an empty line changes nothing."""
    rules.check_may_deposit(standing_of(account, me(request)))
    sealed = is_sealed(request)
    form = DepositForm(posted(request), handle=account.handle)
    if sealed and form.errors is not None:
        form.add_error(None, CLOSED)
    stored = _stored(request, account, form) if not sealed and request.method == "POST" and form.is_valid() else None
    if stored:
        return _picture(request, account, form) if stored.has_new_seed else redirect(account)
    facts = {"account": account, "form": form, "trail": crumbs(account), "again": form.is_bound}
    return render(request, "accounts/deposit.html", facts, status=503 if sealed else 422 if form.is_bound else 200)


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
def _stored(request: HttpRequest, account: Account, form: DepositForm) -> credentials.Deposited | None:
    try:
        stored = credentials.deposit(
            account, values=form.values, holders=form.holders, factor_kind=form.kind, unseen=form.unseen,
            by=me(request),
        )  # fmt: skip
    except credentials.Unusable as refused:
        form.add_error(FIELDS[SecretField(refused.field)], str(refused))
        return None
    for level, sentence in after_deposit.words(account, stored, form.values, me(request)):
        messages.add_message(request, level, sentence)
    return stored


@sensitive_variables()
def _picture(request: HttpRequest, account: Account, form: DepositForm) -> HttpResponse:
    """The seed once more, as a picture to scan: with this answer, for a minute and a half, and never again."""
    facts = {
        "account": account,
        "picture": pictures.picture_of(account, form.values[SecretField.SEED]),
        "seconds": pictures.SCAN_SECONDS,
        "trail": crumbs(account),
    }
    response = render(request, "accounts/seed_picture.html", facts)
    hide = request.build_absolute_uri(reverse("accounts:account", args=[account.uuid]))
    response["Refresh"] = f"{pictures.SCAN_SECONDS}; url={hide}"
    return response
