"""How a page of the register is entered: signed in, the account or 404, a closed vault said in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.actions.credentials import CannotOpen
from accounts.models import Account
from accounts.rules.seeing import the_account
from accounts.rules.unrepeatable import Unrepeatable
from registry import audit, keyring
from registry.forms import MooringForm
from registry.keyring import VaultSealed
from registry.people.models import User
from registry.people.refusal import Refused, Stale

View = Callable[..., HttpResponse]
CLOSED = gettext_lazy(
    "The vault is closed for now: logins cannot be stored or shown until the system administrator opens it again. "
    "Nothing is lost."
)
reads = require_http_methods(["GET", "HEAD"])
page = require_http_methods(["GET", "HEAD", "POST"])
posts = require_http_methods(["POST"])


def me(request: HttpRequest) -> User:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else this far."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("This page is for people who are signed in.")
    return user


def about_account(view: View) -> View:
    """Hand the view the account of the address; 404 where there is none."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponse:
        account = the_account(me(request), uuid)
        try:
            return view(request, account, **kwargs)
        except Stale as stale:
            stale.back = account.get_absolute_url()
            raise

    return entered


def allowed(check: Callable[[Account, User], object], *, denial: audit.Event) -> Callable[[View], View]:
    """Turn away who may not, before a page asks them for a code or a form is read; what was sent is a `denial`."""

    def guard(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, account: Account, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                check(account, me(request))
            except Refused as refused:
                if request.method == "POST":
                    _write_down(denial, refused, account, me(request))
                raise
            return view(request, account, *args, **kwargs)

        return entered

    return guard


def _write_down(denial: audit.Event, refused: Refused, account: Account, by: User) -> None:
    audit.record_denial(denial, by=by, on=account, reason=str(refused), rule=refused.rule)
    refused.is_written_down = True


def by_the_vault(view: View) -> View:
    """A closed vault is a 503 in words; what does not open is a 500 in words. Nothing of this is ever stored."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except VaultSealed:
            response = render(request, "errors/503.html", status=503)
        except CannotOpen:
            response = render(request, "accounts/cannot_open.html", status=500)
        patch_cache_control(response, no_store=True)
        return response

    return entered


def is_sealed(request: HttpRequest) -> bool:
    """Whether the vault is closed to what was sent; where nothing was, raises VaultSealed, whose page says it.

    A form that was sent is shown again, with what was typed and is no secret.
    """
    reason = keyring.vault_is_sealed()
    if reason and request.method != "POST":
        raise VaultSealed(reason)
    return reason is not None


def done(request: HttpRequest, form: MooringForm, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for when it is sent; a refusal of what was typed lands at its field, or above the form.

    What was typed is kept, unless it holds a secret.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Stale:
        raise
    except Unrepeatable as refused:
        form.add_error(None, str(refused))
        form.data = QueryDict()
        return False
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where it is empty; None for a page that was only asked for."""
    return request.POST if request.method == "POST" else None


def crumbs(account: Account) -> list[dict[str, str]]:
    """Where pages of an account stand."""
    return [
        {"label": _("Accounts"), "url": reverse("accounts:list")},
        {"label": account.name, "url": account.get_absolute_url()},
    ]
