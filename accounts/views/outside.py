"""Who else answers for an account: its backup, and an outside co-custodian on record; and the terms of handoffs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import backup as backups
from accounts.actions import custody_terms
from accounts.actions import outside as actions
from accounts.forms.custody import BackupForm
from accounts.forms.handoff import TermsForm
from accounts.forms.outside import OutsideForm
from accounts.forms.posting import WhyForm
from accounts.models import Account
from accounts.rules import backup as backing
from accounts.rules import outside as rules
from accounts.rules.handoff import terms as terms_now
from accounts.rules.standing import standing_of
from accounts.rules.terms import check_may_set
from accounts.views.doors import about_account, crumbs, done, me, page, posted
from registry.forms import MooringForm


@page
@about_account
def backup(request: HttpRequest, account: Account) -> HttpResponse:
    """Name the backup custodian."""
    backing.check_may_name(standing_of(account, me(request)))
    form = BackupForm(posted(request))
    if done(request, form, lambda: backups.name(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("%(name)s is the backup now.") % {"name": form.cleaned_data["person"].name})
        return redirect(account)
    title = _("Who backs %(account)s up?") % {"account": account.name}
    text = _("The backup steps in when the custodian cannot, and may open the login.")
    now = account.backups.filter(ended_at=None).select_related("person").first()
    if now:
        until = _("Now it is %(name)s, and no longer once you name somebody else.") % {"name": now.person.name}
        text = f"{text} {until}"
    return _form(request, form, account, title=title, text=text, action=_("Name the backup"))


@page
@about_account
def record(request: HttpRequest, account: Account) -> HttpResponse:
    """Put an outside co-custodian on record."""
    rules.check_may_record(standing_of(account, me(request)))
    form = OutsideForm(posted(request), initial={"host_school": account.unit.name})
    if done(request, form, lambda: actions.record(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("On record: %(who)s.") % {"who": form.cleaned_data["organization"]})
        return redirect(account)
    title = _("Who outside the district shares %(account)s?") % {"account": account.name}
    text = _(
        "For a team of several districts. They get no sign-in here, and no password: who looks after it here goes on."
    )
    return _form(request, form, account, title=title, text=text, action=_("Put on record"))


@page
@about_account
def end(request: HttpRequest, account: Account, row: int) -> HttpResponse:
    """Say that it is over, and what became of it."""
    found = get_object_or_404(account.outside_custodians.select_related("account__platform", "account__unit"), pk=row)
    rules.check_may_end(standing_of(account, me(request)), found)
    form = WhyForm(posted(request))
    if done(request, form, lambda: actions.end(found, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Noted: the co-op with %(who)s is over.") % {"who": found.organization})
        return redirect(account)
    title = _("Is the co-op with %(who)s over?") % {"who": found.organization}
    text = _("Before you say so: change the login if they knew it, and settle whose name and logo the account keeps.")
    return _form(request, form, account, title=title, text=text, action=_("It is over"))


@page
def terms(request: HttpRequest) -> HttpResponse:
    """How long a handoff may take."""
    check_may_set(me(request))
    said = terms_now()
    form = TermsForm(posted(request), initial={name: getattr(said, name) for name in TermsForm.base_fields})
    if done(request, form, lambda: custody_terms.set_terms(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Saved. It holds for what is offered from now on."))
        return redirect("accounts:custody-terms")
    facts = {
        "form": form,
        "title": _("How long a handoff may take"),
        "text": _("In the district’s working days."),
        "action": _("Save"),
        "back": reverse("accounts:list"),
    }
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, form: MooringForm, account: Account, **words: str) -> HttpResponse:
    facts = {"form": form, "back": account.get_absolute_url(), "trail": crumbs(account), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
