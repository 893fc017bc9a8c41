"""Accepting, declining and offering the custody of an account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions import custody as actions
from accounts.forms.custody import DeclineForm, OfferForm
from accounts.models import Account, Custody, CustodyState
from accounts.rules import custody as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted
from registry import policy


@page
@about_account
def accept(request: HttpRequest, account: Account) -> HttpResponse:
    """Read what one answers for, and accept."""
    offered = _offer_to(request, account)
    if _is_answered(request, offered):
        return redirect(account)
    if request.method == "POST":
        actions.accept(offered, by=me(request))
        messages.success(request, _("Custody accepted. Thank you for looking after it."))
        return redirect(account)
    facts = {
        "account": account,
        "custody": offered,
        "text": rules.acceptance_text(account),
        "must_confirm": not policy.has_acknowledged(me(request)),
        "trail": crumbs(account),
    }
    return render(request, "accounts/accept.html", facts)


@page
@about_account
def decline(request: HttpRequest, account: Account) -> HttpResponse:
    """Say no, and why."""
    offered = _offer_to(request, account)
    if _is_answered(request, offered):
        return redirect(account)
    form = DeclineForm(posted(request))
    if done(request, form, lambda: actions.decline(offered, why=form.cleaned_data["why"], by=me(request))):
        messages.success(request, _("Custody declined. Communications and the unit’s administrator are told."))
        return redirect(account)
    return render(request, "accounts/decline.html", {"account": account, "form": form, "trail": crumbs(account)})


@page
@about_account
def offer(request: HttpRequest, account: Account) -> HttpResponse:
    """Offer the custody to somebody, while nobody has accepted it."""
    rules.check_may_offer(standing_of(account, me(request)))
    form = OfferForm(posted(request))
    if done(request, form, lambda: actions.offer(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Custody offered to %(name)s.") % {"name": form.cleaned_data["custodian"].name})
        return redirect(account)
    return render(request, "accounts/offer.html", {"account": account, "form": form, "trail": crumbs(account)})


def _offer_to(request: HttpRequest, account: Account) -> Custody:
    """The person's own newest offer, answered or not; 404 where there never was one."""
    mine = account.custodies.filter(custodian=me(request)).exclude(interim=True).select_related("account__platform")
    found = mine.filter(state=CustodyState.OFFERED).first() or mine.first()
    if found is None:
        raise Http404
    return found


def _is_answered(request: HttpRequest, offered: Custody) -> bool:
    """Whether the page was opened, from its letter perhaps, after the answer: then it says what the answer was."""
    if request.method == "POST" or offered.state == CustodyState.OFFERED:
        return False
    words = {
        CustodyState.OPEN: _("You accepted this already."),
        CustodyState.ENDED: _("You accepted this, and your custody has ended since."),
        CustodyState.DECLINED: _("You declined this already."),
        CustodyState.WITHDRAWN: _("The offer was withdrawn."),
    }
    messages.info(request, words[CustodyState(offered.state)])
    return True
