"""Recovery drills: the list, one drill, asking for one, how often; and the ways into an account."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import drilling
from accounts.actions import drills as actions
from accounts.forms.drills import DrillForm, ProofPlanForm
from accounts.models import Account, Drill, DrillState
from accounts.rules import drills as rules
from accounts.rules.control import proof_plan
from accounts.rules.standing import standing_of
from accounts.rules.ways_in import check_may_see_ways
from accounts.views.doors import about_account, crumbs, done, me, page, posted, posts, reads
from registry.people.refusal import Stale


@reads
def drills(request: HttpRequest) -> HttpResponse:
    """How much is proven, what is to be drilled, and what came of the last ones."""
    rules.check_may_see(me(request))
    return render(request, "accounts/drills.html", drilling.overview(me(request)))


@page
def plan(request: HttpRequest) -> HttpResponse:
    """How often it is proven that one can get in."""
    rules.check_may_plan(me(request))
    form = ProofPlanForm(posted(request), plan=proof_plan())
    if done(request, form, lambda: actions.plan(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Plan saved."))
        return redirect("accounts:drills")
    return render(request, "accounts/drill_plan.html", {"form": form}, status=422 if form.errors else 200)


@reads
@about_account
def ways_in(request: HttpRequest, account: Account) -> HttpResponse:
    """Whose each way back in is, and what came of the drills."""
    standing = standing_of(account, me(request))
    check_may_see_ways(standing)
    facts = {"account": account, "trail": crumbs(account), **drilling.ways_of(standing)}
    return render(request, "accounts/ways_in.html", facts)


@page
@about_account
def drill(request: HttpRequest, account: Account) -> HttpResponse:
    """Sign in with what is stored, and say whether it worked."""
    standing = standing_of(account, me(request))
    rules.check_drills(standing)
    row = _open(account)
    form = DrillForm(posted(request), account=account)
    if done(request, form, lambda: _say(row, form, request)):
        return redirect("accounts:ways-in", account.uuid)
    facts = {
        "account": account,
        "drill": row,
        "form": form,
        "opened": account.platform.shares_login and rules.has_opened_since(standing, row),
        "trail": crumbs(account),
    }
    return render(request, "accounts/drill.html", facts, status=422 if form.errors else 200)


@posts
@about_account
def start(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask for a drill that nobody drew."""
    actions.start(account, by=me(request))
    messages.success(request, _("Drill started."))
    return redirect("accounts:drill", account.uuid)


def _open(account: Account) -> Drill:
    """The drill that waits; raises `Stale` where none does."""
    row: Drill | None = account.drills.filter(state=DrillState.OPEN).select_related("account__platform").first()
    if row is None:
        raise Stale(_("No drill of this account is open: somebody has answered it already."))
    return row


def _say(row: Drill, form: DrillForm, request: HttpRequest) -> None:
    act = partial(actions.passed if form.is_passed else actions.failed, row)
    act(**form.facts(), by=me(request))
    if form.is_passed:
        messages.success(request, _("Drill passed. The account is proven recoverable for 12 months."))
    else:
        messages.info(
            request, _("Drill failed. The custodian and Communications are told, and getting back in is a task.")
        )
