"""Coming from a password manager: a file, a look at what is in it, one deposit for each account named."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.actions import importing as actions
from accounts.forms.importing import FileForm, PickForm
from accounts.models import PasswordImport
from accounts.rules import importing as rules
from accounts.views.doors import View, by_the_vault, done, me, page, posted, posts
from registry import keyring
from registry.people.proof import REVEAL_MINUTES, needs_factor, proof_of


def for_communications(view: View) -> View:
    """Turn away who may not, before they are asked for a code or a file is read."""

    @wraps(view)
    def entered(request: HttpRequest, **kwargs: UUID) -> HttpResponse:
        rules.check_may_import(me(request))
        return view(request, **kwargs)

    return entered


def not_too_many(view: View) -> View:
    """Turn away who brought enough for this hour, before a file is opened."""

    @wraps(view)
    def entered(request: HttpRequest) -> HttpResponse:
        rules.check_not_too_many(me(request))
        return view(request)

    return entered


@page
@sensitive_post_parameters()
@by_the_vault
@for_communications
@not_too_many
@needs_factor(REVEAL_MINUTES)
def bring(request: HttpRequest) -> HttpResponse:
    """Choose the file."""
    keyring.vault()
    form = FileForm(posted(request), request.FILES or None, length=request.META.get("CONTENT_LENGTH") or "")
    made = list[PasswordImport]()
    if done(request, form, lambda: made.append(actions.bring(form.found, by=me(request), proof=proof_of(request)))):
        return redirect(made[0])
    if form.unread:
        actions.note_not_read(form.unread, by=me(request))
    return render(request, "accounts/import.html", {"form": form}, status=422 if form.is_bound else 200)


@page
@by_the_vault
@for_communications
@needs_factor(REVEAL_MINUTES)
@sensitive_variables()
def look(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was found, and which account each entry belongs to; then the deposits."""
    batch = rules.the_import(me(request), uuid)
    entries, accounts = actions.entries_of(batch), rules.accounts_to_fill()
    form = PickForm(posted(request), entries=entries, accounts=accounts, current=rules.current_of(accounts))
    if done(request, form, lambda: _deposit(request, batch, form)):
        return redirect("accounts:list")
    facts = {"batch": batch, "form": form, "rows": list(form.rows())}
    return render(request, "accounts/import_look.html", facts, status=422 if form.is_bound else 200)


@posts
@for_communications
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Deposit nothing."""
    actions.drop(rules.the_import(me(request), uuid), by=me(request))
    messages.success(request, _("Dropped. Nothing was stored. Delete the file on your computer too."))
    return redirect("accounts:import")


def _deposit(request: HttpRequest, batch: PasswordImport, form: PickForm) -> None:
    stored = actions.deposit_all(batch, picks=form.picked, by=me(request), proof=proof_of(request))
    changed = sum(1 for each in stored.values() if each.versions)
    same = len(stored) - changed
    if changed:
        words = ngettext("Deposited the login of one account.", "Deposited the logins of %(n)d accounts.", changed)
        messages.success(request, words % {"n": changed})
    if same:
        words = ngettext(
            "One account had the same stored already.", "%(n)d accounts had the same stored already.", same
        )
        messages.info(request, words % {"n": same})
    for number, each in stored.items():
        for said in each.odd:
            messages.warning(request, f"{form.picked[number].name}: {said}")
    messages.warning(request, _("Delete the file on your computer: it holds every password in it."))
