"""Who holds which role, on platforms where people sign in under names of their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import roles as actions
from accounts.forms.roles import RoleForm
from accounts.models import Account
from accounts.rules import roles as rules
from accounts.rules.offers import role_lines
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted, posts

#: Roles that have ended, as far as the page lists them.
MOST_ENDED = 10


@page
@about_account
def roles(request: HttpRequest, account: Account) -> HttpResponse:
    """The list, and a line to add to it."""
    standing = standing_of(account, me(request))
    rules.check_may_record(standing, me(request))
    form = RoleForm(posted(request), platform=account.platform)
    if done(request, form, lambda: actions.record(account, **form.facts(), by=me(request))):
        messages.success(request, _("Role recorded."))
        return redirect("accounts:roles", account.uuid)
    rows = account.role_holders.select_related("person", "proven_by")
    ended = rows.filter(ended_at__isnull=False).order_by("-ended_at")[:MOST_ENDED]
    facts = {
        "account": account,
        "form": form,
        "trail": crumbs(account),
        "roles": role_lines(standing, rows.filter(ended_at=None)),
        "ended": role_lines(standing, ended),
    }
    return render(request, "accounts/roles.html", facts, status=422 if form.errors else 200)


@posts
@about_account
def prove(request: HttpRequest, account: Account, role: int) -> HttpResponse:
    """Say that one has seen the role on the platform."""
    actions.prove(get_object_or_404(account.role_holders, pk=role), by=me(request))
    messages.success(request, _("Role proven."))
    return redirect(account)


@page
@about_account
def end(request: HttpRequest, account: Account, role: int) -> HttpResponse:
    """Ask, saying what follows; then write down that the role has ended."""
    held = get_object_or_404(account.role_holders.select_related("person"), pk=role)
    if request.method == "POST":
        actions.end(held, by=me(request))
        messages.success(request, rules.ended_words(held))
        return redirect("accounts:roles", account.uuid)
    rules.check_may_end(standing_of(account, me(request)), held)
    facts = {
        "account": account,
        "role": held,
        "follows": rules.what_follows(held),
        "state": rules.state_words(held),
        "trail": crumbs(account),
        "back": reverse("accounts:roles", args=[account.uuid]),
    }
    return render(request, "accounts/role_end.html", facts)
