"""The adoption desk: its list, reporting an account, and what everybody reads of one that is not ours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import found_listing, found_panel
from accounts.actions import found_reporting as actions
from accounts.forms.desk import DeskForm
from accounts.forms.found import ReportForm
from accounts.models import Account, Found
from accounts.rules.found import check_may_handle, may_open
from accounts.rules.found_report import InRegister
from accounts.views.doors import done, me, page, posted, reads
from registry.people.rules import may


@reads
def desk(request: HttpRequest) -> HttpResponse:
    """The files one may open, those that are due first."""
    form = DeskForm(request.GET)
    shown = found_listing.desk_for(me(request), form.filters)
    facts = {"form": form, "desk": shown, "verdict": found_listing.verdict(shown)}
    return render(request, "accounts/desk.html", {**facts, "handles": may(check_may_handle, me(request))})


@page
def report(request: HttpRequest) -> HttpResponse:
    """I found an account: what it is called, and what it seems to be. One that stands here already is shown."""
    begun = {"handle": request.GET.get("q", "")[:500], "unit": me(request).unit_id}
    form, made, there = ReportForm(posted(request), initial=begun), list[Found](), list[Account]()

    def act() -> None:
        said = {name: value for name, value in form.cleaned_data.items() if name != "nobodys"}
        try:
            made.append(actions.report(**said, by=me(request)))
        except InRegister as known:
            there.append(known.account)
            raise

    if done(request, form, act):
        messages.success(request, _("Reported. It is marked in the register, and Communications looks at it."))
        return redirect(made[0])
    facts = {"form": form, "there": there, "trail": trail()}
    return render(request, "accounts/found_report.html", facts, status=422 if form.is_bound else 200)


def marked_page(request: HttpRequest, account: Account) -> HttpResponse:
    """The page of an account that is not ours: marked, with what to do; no custody, no login."""
    return render(request, "accounts/not_ours.html", found_panel.marked(account, me(request)))


def page_of(found: Found, request: HttpRequest) -> str:
    """The file, for who may open it; else the account's own page."""
    return found.get_absolute_url() if may_open(found, me(request)) else found.account.get_absolute_url()


def trail() -> list[dict[str, str]]:
    """Where pages of the desk stand."""
    return [
        {"label": _("Accounts"), "url": reverse("accounts:list")},
        {"label": _("Adoption desk"), "url": reverse("accounts:desk")},
    ]
