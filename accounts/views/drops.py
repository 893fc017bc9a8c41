"""Links for handing in, for those who make them and answer for what was left."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from accounts.actions import drops as actions
from accounts.forms.drops import ConfirmForm, MakeForm, WhyForm
from accounts.models import Account, Drop
from accounts.rules import drops as rules
from accounts.rules.standing import standing_of
from accounts.views.doors import about_account, by_the_vault, crumbs, done, me, page, posted, posts, reads
from registry.people.rules import may
from registry.vault import Secret

View = Callable[..., HttpResponse]


def about_drop(view: View) -> View:
    """Hand the view the link of the address; 404 where there is none."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID) -> HttpResponse:
        drop = rules.the_drop(me(request), uuid)
        rules.check_may_see(drop, standing_of(drop.account, me(request)))
        return view(request, drop)

    return entered


@reads
@about_account
def drops(request: HttpRequest, account: Account) -> HttpResponse:
    """The links of an account: how each stands, and what waits for an answer."""
    standing = standing_of(account, me(request))
    rules.check_may_list(standing)
    rows = list(account.drops.select_related("made_by", "closed_by"))
    for row in rows:
        row.account = account
    working = rules.working(rows)
    facts = {
        "account": account,
        "lines": [
            (
                row,
                may(rules.check_may_answer, row, standing),
                may(rules.check_may_revoke, row, standing),
                row.pk in working,
            )
            for row in rows
        ],
        "may_make": may(rules.check_may_make, standing),
        "trail": crumbs(account),
    }
    return render(request, "accounts/drops.html", facts)


@page
@about_account
def make(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask for a link; the answer shows it, once."""
    rules.check_may_make(standing_of(account, me(request)))
    form = MakeForm(posted(request), initial={"nonce": secrets.token_urlsafe(16)})
    made: list[tuple[Drop, Secret]] = []

    def act() -> None:
        made.append(actions.make(account, form.asked, nonce=form.cleaned_data["nonce"], by=me(request)))

    if done(request, form, act):
        return _shown(request, *made[0])
    facts = {"account": account, "form": form, "trail": _trail(account)}
    return render(request, "accounts/drop_make.html", facts, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, drop: Drop, token: Secret) -> HttpResponse:
    link = request.build_absolute_uri(reverse("drop", args=[token.expose()]))
    response = render(request, "accounts/drop_made.html", {"drop": drop, "account": drop.account, "link": link})
    patch_cache_control(response, no_store=True)
    return response


@posts
@about_drop
def revoke(request: HttpRequest, drop: Drop) -> HttpResponse:
    """Take a link back."""
    actions.revoke(drop, by=me(request))
    messages.success(request, _("Link revoked. It opens nothing any more."))
    return redirect(drop)


@page
@by_the_vault
@about_drop
def confirm(request: HttpRequest, drop: Drop) -> HttpResponse:
    """Say that the right person used the link: what was left is deposited."""
    rules.check_may_answer(drop, standing_of(drop.account, me(request)))
    form = ConfirmForm(posted(request))
    if done(request, form, lambda: actions.confirm(drop, by=me(request))):
        messages.success(request, _("Deposited. Communications is told, and somebody there signs in with it."))
        return redirect(drop.account)
    title = _("Was it who the link was for?")
    text = _("Left for %(account)s: %(fields)s. Receipt number: %(receipt)s. You see none of it here.")
    facts = {"fields": drop.left_words, "account": drop.account.name, "receipt": drop.receipt}
    said = [
        text % facts,
        _("%(name)s made the link, and counts among those who know it.") % {"name": drop.made_by.name},
    ]
    return _question(request, form, drop, title=title, text=" ".join(said), action=_("Confirm and deposit"))


@page
@about_drop
def discard(request: HttpRequest, drop: Drop) -> HttpResponse:
    """Say that it was not, or that it is of no use: what was left is destroyed."""
    rules.check_may_answer(drop, standing_of(drop.account, me(request)))
    form = WhyForm(posted(request))
    if done(request, form, lambda: actions.discard(drop, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Discarded. Nothing of it is left."))
        return redirect(drop)
    title, text = _("Discard what was left?"), _("It is destroyed at once. You can make another link.")
    return _question(request, form, drop, title=title, text=text, action=_("Discard it"), tone="danger")


def _question(request: HttpRequest, form: Any, drop: Drop, **words: Any) -> HttpResponse:
    facts = {"form": form, "back": drop.get_absolute_url(), "trail": _trail(drop.account), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


def _trail(account: Account) -> list[dict[str, str]]:
    return [
        *crumbs(account),
        {"label": _("Links for handing in"), "url": reverse("accounts:drops", args=[account.uuid])},
    ]
