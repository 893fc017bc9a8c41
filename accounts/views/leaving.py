"""The page behind a link for handing in: for somebody without a sign-in, who may only write (domain.md).

It sets no cookie, asks for nobody's name, and says of the account no more than its platform and handle. A link that is
unknown, used, revoked or over gets one and the same answer.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.actions import leaving
from accounts.forms.credentials import FIELDS
from accounts.forms.drops import LeaveForm
from accounts.models import Drop, SecretField
from accounts.rules import drops as rules
from accounts.rules.values import Unusable
from accounts.views.doors import CLOSED, page, posted
from registry import keyring, pace
from registry.audit import coming_from_nobody
from registry.audit.middleware import client_ip
from registry.errors import too_many
from registry.people.refusal import Stale
from registry.vault import Secret

View = Callable[..., HttpResponse]
#: A whole team may open links that are over in one lesson.
OF_A_CLIENT, A_WHILE = 60, timedelta(minutes=10)
OF_A_LINK, AN_HOUR = 20, timedelta(hours=1)


def for_a_bearer(view: View) -> View:
    """For nobody who is signed in, and not too often; hands the view the link, or None where it is no good. The trail
    keeps nothing of whose network or browser it was.

    The token is what proves that a form was meant; so it needs no cookie against forgery. What the browser is told of
    such an address, `registry.middleware` says on every answer.
    """

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def entered(request: HttpRequest, token: str) -> HttpResponse:
        found = rules.usable(token)
        if _too_often(request, found):
            return too_many(request)
        with coming_from_nobody():
            return view(request, Secret(token), found)

    return entered


def _too_often(request: HttpRequest, found: Drop | None) -> bool:
    """Whether too much was sent by this link that could not be taken; or this client has knocked too often where no
    link is.

    Who guesses keeps nobody out who has a link, as a school goes out by one address; nor does looking at it again.
    """
    if found:
        sends = request.method not in ("GET", "HEAD")
        return sends and pace.too_often("drop-link", found.token_hash, most=OF_A_LINK, within=AN_HOUR)
    return pace.too_often("drop-client", pace.client(client_ip(request)), most=OF_A_CLIENT, within=A_WHILE)


@for_a_bearer
@page
@sensitive_post_parameters()
@sensitive_variables()
def drop(request: HttpRequest, token: Secret, found: Drop | None) -> HttpResponse:
    """Leave what one knows of an account: once."""
    if found is None:
        return _gone(request)
    form = LeaveForm(posted(request), allowed=found.fields, handle=found.account.handle)
    sealed = keyring.vault_is_sealed() is not None
    if sealed and form.is_bound:
        form.add_error(None, CLOSED)
    if form.is_bound and form.is_valid():
        try:
            used = _left(form, token)
        except Stale:
            return _gone(request)
        if used:
            return render(request, "drop/receipt.html", {"drop": used})
    status = 503 if sealed else 422 if form.is_bound else 200
    return render(request, "drop/page.html", {"drop": found, "form": form, "sealed": sealed}, status=status)


@sensitive_variables()
def _left(form: LeaveForm, token: Secret) -> Drop | None:
    try:
        return leaving.leave(token, values=form.values, by=None)
    except Unusable as refused:
        form.add_error(FIELDS[SecretField(refused.field)], str(refused))
        return None


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "drop/gone.html", status=404)
