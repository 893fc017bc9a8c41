"""Handles that were ours: the list of tombstones, and recording that an account has a new handle."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.advising import advise
from accounts.actions.renaming import rename as record_new_handle
from accounts.forms.ending import AdviceForm, RenameForm
from accounts.models import Account, Tombstone
from accounts.rules import tombstones as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted, reads
from registry.people import powers
from registry.people.power import Power

SHOWN = 50


@reads
def tombstones(request: HttpRequest) -> HttpResponse:
    """Every handle that was ours and is not: whoever has it now is not us."""
    before = request.GET.get("before", "")
    rows = rules.listed()
    if before.isascii() and before.isdigit() and len(before) < 16:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SHOWN + 1])
    facts = {
        "tombstones": found[:SHOWN],
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "first": not before,
        "may_advise": powers.has_power(me(request), Power.END_ACCOUNTS),
    }
    return render(request, "accounts/tombstones.html", facts)


@page
def advice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note what is known of a handle that was ours."""
    buried = get_object_or_404(Tombstone.objects.select_related("platform"), uuid=uuid)
    rules.check_may_advise(buried, me(request))
    form = AdviceForm(posted(request), initial={"advice": buried.advice})
    if done(request, form, lambda: advise(buried, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Noted."))
        return redirect("accounts:tombstones")
    facts = {
        "title": _("What is known of %(name)s?") % {"name": buried.name}, "form": form, "action": _("Save the note"),
        "text": _("Look who has it now: %(url)s") % {"url": buried.url}, "back": reverse("accounts:tombstones"),
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


@page
@about_account
def rename(request: HttpRequest, account: Account) -> HttpResponse:
    """Record the handle that it has now."""
    rules.check_may_rename(standing_of(account, me(request)))
    form = RenameForm(posted(request))
    if done(request, form, lambda: record_new_handle(account, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Recorded. A tombstone stands for the old handle."))
        return redirect(account)
    facts = {
        "title": _("Does %(account)s have a new handle?") % {"account": account.name},
        "text": _("Same account, same custody, same history. Whoever takes the old handle next is not us."),
        "action": _("Record the new handle"), "form": form, "back": account.get_absolute_url(),
        "trail": crumbs(account),
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
