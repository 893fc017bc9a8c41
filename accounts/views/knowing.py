"""Who knows this login, what does a person know; declaring who else does, and striking a declaration."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import ledger, panels
from accounts.actions import declaring as actions
from accounts.forms.declaring import DayForm, DeclareForm, WithdrawForm
from accounts.models import Account, Exposure, ExposureKind
from accounts.rules import declaring as rules
from accounts.rules.rotating import check_may_report
from accounts.rules.seeing import check_may_see_history, check_may_see_knowledge, check_may_see_who_knows
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted, reads
from registry.people import powers
from registry.people.models import User
from registry.people.rules import may

PER_PAGE = 50


@reads
@about_account
def knows(request: HttpRequest, account: Account) -> HttpResponse:
    """Who knows the login, today or on a day."""
    standing = standing_of(account, me(request))
    check_may_see_who_knows(standing)
    form = DayForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    facts = {
        "account": account,
        "form": form,
        "day": day,
        "lines": ledger.who_knows(standing, day),
        "struck": ledger.struck(account),
        **panels.to_change(account, me(request)),
        "may_declare": may(rules.check_may_declare, standing),
        "may_report": may(check_may_report, standing),
        "sees_all": powers.reads_whole_trail(me(request)),
        "sees_history": may(check_may_see_history, standing),
        "trail": crumbs(account),
    }
    return render(request, "accounts/knows.html", facts)


@reads
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a person knows."""
    viewer, somebody = me(request), get_object_or_404(User, pk=pk)
    check_may_see_knowledge(somebody, viewer)
    by_value = powers.is_communications(viewer) and viewer.pk != somebody.pk
    found = Paginator(ledger.accounts_known_to(somebody, by_value=by_value), PER_PAGE)
    shown = found.get_page(request.GET.get("page"))
    facts = {
        "somebody": somebody,
        "mine": viewer.pk == somebody.pk,
        "page": shown,
        "known": ledger.known_of(somebody, shown.object_list, by_value=by_value),
        "previous": f"?page={shown.number - 1}" if shown.has_previous() else "",
        "next": f"?page={shown.number + 1}" if shown.has_next() else "",
    }
    return render(request, "accounts/person_knows.html", facts)


@page
@about_account
def declare(request: HttpRequest, account: Account) -> HttpResponse:
    """Say who else knows the password."""
    rules.check_may_declare(standing_of(account, me(request)))
    form = DeclareForm(posted(request))
    if done(request, form, lambda: actions.declare(account, form.said, by=me(request))):
        messages.success(request, _("Noted. If they must not know it, a change of the password is asked for."))
        return redirect("accounts:knows", account.uuid)
    facts = {"account": account, "form": form, "trail": crumbs(account)}
    return render(request, "accounts/declare.html", facts, status=422 if form.is_bound else 200)


@page
@about_account
def withdraw(request: HttpRequest, account: Account, exposure: int) -> HttpResponse:
    """Strike a declaration that was wrong."""
    check_may_see_history(standing_of(account, me(request)))
    rows = Exposure.objects.filter(secret__account=account, kind=ExposureKind.DECLARED)
    declared = get_object_or_404(rows.select_related("secret__account", "person"), pk=exposure)
    rules.check_may_withdraw(standing_of(account, me(request)), declared)
    form = WithdrawForm(posted(request))
    if done(request, form, lambda: actions.withdraw(declared, why=form.cleaned_data["why"], by=me(request))):
        messages.success(request, _("Declaration withdrawn. It stays on the page, struck through."))
        return redirect("accounts:knows", account.uuid)
    facts = {"account": account, "form": form, "who": ledger.name_of(declared), "trail": crumbs(account)}
    return render(request, "accounts/withdraw.html", facts, status=422 if form.is_bound else 200)
