"""Getting back into an account that nobody can sign in to: the steps, ticked one by one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.actions import recovering as actions
from accounts.forms.drops import WhyForm
from accounts.forms.recovery import LockedOutForm
from accounts.models import Account, RecoveryStep
from accounts.rules import recovering as rules
from accounts.rules.drops import check_may_list
from accounts.rules.offers import offers_to
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted, posts, reads
from registry.people.rules import may


@reads
@about_account
def recovery(request: HttpRequest, account: Account) -> HttpResponse:
    """The steps of the work that is under way, or of the last one."""
    standing = standing_of(account, me(request))
    rules.check_may_see(standing)
    row = account.recoveries.select_related("opened_by", "closed_by").first()
    if row is None:
        raise Http404
    open_ = row.closed_at is None
    facts = {
        "account": account,
        "recovery": row,
        "steps": row.steps.select_related("done_by"),
        "offers": offers_to(standing),
        "may_tick": open_ and may(rules.check_may_work, standing),
        "may_link": open_ and may(check_may_list, standing),
        "may_give_up": open_ and may(rules.check_may_give_up, standing, "-"),
        "trail": crumbs(account),
    }
    return render(request, "accounts/recovery.html", facts)


@page
@about_account
def start(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that nobody can sign in."""
    rules.check_may_start(standing_of(account, me(request)))
    form = LockedOutForm(posted(request))
    if done(request, form, lambda: actions.report_locked_out(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Noted. These are the steps to get back in."))
        return redirect("accounts:recovery", account.uuid)
    title = _("Can nobody sign in to %(account)s?") % {"account": account.name}
    text = _("That can be said without shame. You get a list of steps; Communications is told.")
    return _question(request, form, account, title=title, text=text, action=_("Begin the steps"))


@posts
@about_account
def step(request: HttpRequest, account: Account, number: int) -> HttpResponse:
    """Tick a step, or take the tick off."""
    rules.check_may_work(standing_of(account, me(request)))
    rows = RecoveryStep.objects.filter(recovery__account=account, recovery__closed_at=None)
    row = get_object_or_404(rows.select_related("recovery__account"), position=number)
    actions.tick(row, done=request.POST.get("done") == "yes", by=me(request))
    return redirect(f"{row.recovery.get_absolute_url()}#step-{number}")


@page
@about_account
def give_up(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that it will not come back."""
    rules.check_may_give_up(standing_of(account, me(request)), "-")
    row = rules.open_recovery_of(account)
    if row is None:
        raise Http404
    form = WhyForm(posted(request))
    if done(request, form, lambda: actions.give_up(row, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Given up. The account stays in the register, so that nobody takes it for ours."))
        return redirect("accounts:recovery", account.uuid)
    title, text = _("Give this account up?"), _("Ask for a new account, and say in public which one is the group’s.")
    return _question(request, form, account, title=title, text=text, action=_("Give it up"), tone="danger")


def _question(request: HttpRequest, form: Any, account: Account, **words: Any) -> HttpResponse:
    facts = {"form": form, "back": account.get_absolute_url(), "trail": crumbs(account), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
