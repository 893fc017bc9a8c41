"""Accepting, declining and offering the custody of an account; taking it from who holds it."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions import answering, reassigning
from accounts.actions import custody as actions
from accounts.forms.custody import DeclineForm, OfferForm, ReassignForm
from accounts.forms.words import SayWhyForm
from accounts.models import Account, Custody, CustodyState
from accounts.rules import custody as rules
from accounts.rules import reassigning as taking
from accounts.rules.handoff import live_of
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted
from registry import policy
from registry.people.rules import may


@page
@about_account
def accept(request: HttpRequest, account: Account) -> HttpResponse:
    """Read what one answers for, and accept."""
    offered = _offer_to(request, account)
    if _is_answered(request, offered):
        return redirect(account)
    if request.method == "POST":
        answering.accept(offered, by=me(request))
        messages.success(request, _("Custody accepted. Thank you for looking after it."))
        return redirect(live_of(account) or account)
    facts = {
        "account": account,
        "custody": offered,
        "text": rules.acceptance_text(account),
        "handoff": live_of(account),
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
    if done(request, form, lambda: answering.decline(offered, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Custody declined. Whoever holds it and Communications are told."))
        return redirect(account)
    facts = {"account": account, "form": form, "trail": crumbs(account)}
    return render(request, "accounts/decline.html", facts, status=422 if form.is_bound else 200)


@page
@about_account
def offer(request: HttpRequest, account: Account) -> HttpResponse:
    """Offer the custody to somebody, while nobody has accepted it."""
    rules.check_may_offer(standing_of(account, me(request)))
    held = account.custodies.filter(state=CustodyState.OPEN).first()
    listed = may(rules.check_may_be_unverified, account)
    form = OfferForm(posted(request), initial={"position": held.position if held else ""}, may_be_listed=listed)
    if done(request, form, lambda: actions.offer(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Custody offered to %(name)s.") % {"name": form.cleaned_data["custodian"].name})
        return redirect(account)
    facts = {"account": account, "form": form, "trail": crumbs(account)}
    return render(request, "accounts/offer.html", facts, status=422 if form.is_bound else 200)


@page
@about_account
def take_back(request: HttpRequest, account: Account) -> HttpResponse:
    """Take back an offer that nobody has answered."""
    offered = rules.check_may_take_back(standing_of(account, me(request)))
    form, name = SayWhyForm(posted(request)), {"name": offered.custodian.name}
    if done(request, form, lambda: actions.take_back(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Taken back. %(name)s is told; ask somebody else.") % name)
        return redirect(account)
    facts = {
        "form": form,
        "title": _("Take back what you asked of %(name)s?") % name,
        "action": _("Take the offer back"),
    }
    facts |= {
        "text": _("Somebody else can be asked then."),
        "back": account.get_absolute_url(),
        "trail": crumbs(account),
    }
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


@page
@about_account
def reassign(request: HttpRequest, account: Account) -> HttpResponse:
    """Take the custody from who holds it, without their help; an interim custodian has it at once."""
    held = taking.check_may_take(standing_of(account, me(request)))
    form = ReassignForm(posted(request))
    if done(request, form, lambda: reassigning.reassign(account, **form.cleaned_data, by=me(request))):
        changes, roles = _("Custody taken from %(name)s. The login must change."), _("Custody taken from %(name)s.")
        messages.success(request, (changes if account.platform.shares_login else roles) % {"name": held.custodian.name})
        return redirect(account)
    facts = {"account": account, "held": held, "form": form, "trail": crumbs(account)}
    facts["no_way_in"] = taking.knows_no_way_in(account)
    return render(request, "accounts/reassign.html", facts, status=422 if form.is_bound else 200)


def _offer_to(request: HttpRequest, account: Account) -> Custody:
    """The person's own newest offer, answered or not; 404 where there never was one."""
    mine = account.custodies.filter(custodian=me(request)).exclude(interim=True).select_related("account__platform")
    asked = Q(state=CustodyState.OFFERED) | Q(state=CustodyState.OPEN, unverified=True)
    found = mine.filter(asked).first() or mine.first()
    if found is None:
        raise Http404
    return found


def _is_answered(request: HttpRequest, offered: Custody) -> bool:
    """Whether the page was opened, from its letter perhaps, after the answer: then it says what the answer was."""
    if request.method == "POST" or offered.state == CustodyState.OFFERED or offered.unverified:
        return False
    words = {
        CustodyState.ACCEPTED: _("You accepted this already."),
        CustodyState.OPEN: _("You accepted this already."),
        CustodyState.ENDED: _("You accepted this, and your custody has ended since."),
        CustodyState.DECLINED: _("You declined this already."),
        CustodyState.WITHDRAWN: _("The offer was withdrawn."),
    }
    messages.info(request, words[CustodyState(offered.state)])
    return True
