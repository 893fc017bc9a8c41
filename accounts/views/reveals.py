"""Opening what is in the vault: a form with a reason, and one answer that shows it. The values come only with a POST's
answer.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import nonces
from accounts.actions import credentials
from accounts.forms.credentials import RevealForm
from accounts.models import Account, Reveal, SecretField
from accounts.rules import credentials as rules
from accounts.rules import limits
from accounts.rules.credentials import OldForm
from accounts.rules.standing import standing_of
from accounts.views.doors import CLOSED, about_account, allowed, by_the_vault, crumbs, is_sealed, me, page, posts
from registry import audit, clock
from registry.people.models import User
from registry.people.proof import REVEAL_MINUTES, needs_factor, proof_of
from registry.people.refusal import Refused, Stale
from registry.people.refusal import page as refusal_page
from registry.people.rules import may


def _may_reveal(account: Account, user: User) -> None:
    rules.check_may_reveal(standing_of(account, user))


def _may_reveal_alone(account: Account, user: User) -> None:
    rules.check_may_reveal_alone(standing_of(account, user))


@page
@sensitive_post_parameters()
@by_the_vault
@about_account
@allowed(_may_reveal, denial=audit.Event.REVEAL_DENIED)
@needs_factor(REVEAL_MINUTES, sooner=limits.minutes_of_factor)
def reveal(request: HttpRequest, account: Account) -> HttpResponse:
    """The sign-in set."""
    return _reveal(request, account, "", 0)


@page
@sensitive_post_parameters()
@by_the_vault
@about_account
@allowed(_may_reveal_alone, denial=audit.Event.REVEAL_DENIED)
@needs_factor(REVEAL_MINUTES, sooner=limits.minutes_of_factor)
def reveal_one(request: HttpRequest, account: Account, field: str, slot: int) -> HttpResponse:
    """One other field: a recovery channel, one backup code, notes."""
    get_object_or_404(account.secrets.filter(is_current=True).exclude(field=SecretField.SEED), field=field, slot=slot)
    return _reveal(request, account, field, slot)


@posts
@by_the_vault
@about_account
def extend(request: HttpRequest, account: Account, act: UUID) -> HttpResponse:
    """The same for 60 seconds more, once."""
    own = _own(request, account, act)
    try:
        shown = credentials.extend(own, by=me(request), proof=proof_of(request))
    except Stale as stale:
        return _form_again(request, own, stale)
    except Refused as refused:  # written down by the action already
        return refusal_page(request, refused)
    return _answer(request, shown)


@posts
@by_the_vault
@about_account
def code(request: HttpRequest, account: Account, act: UUID) -> HttpResponse:
    """The one-time code that follows, alone: for the page's script as JSON, and as a page for who has none."""
    own = _own(request, account, act)
    for_script = request.accepts("application/json") and not request.accepts("text/html")
    try:
        shown = credentials.next_code(own, by=me(request), proof=proof_of(request))
    except Refused as refused:  # written down by the action already
        if for_script:
            return JsonResponse({"message": str(refused)}, status=int(refused.status))
        return _form_again(request, own, refused) if isinstance(refused, Stale) else refusal_page(request, refused)
    if for_script:
        only = shown.shown[0]
        return JsonResponse({"code": only.secret.expose(), "seconds": only.seconds})
    return _answer(request, shown)


@posts
@about_account
def worked(request: HttpRequest, account: Account, act: UUID) -> HttpResponse:
    """Whether one could sign in with what was shown; for who verifies, this verifies it."""
    yes = request.POST.get("worked") == "yes"
    tried = credentials.worked(_own(request, account, act), yes=yes, by=me(request), proof=proof_of(request))
    if tried.verified:
        messages.success(request, _("Login verified."))
        return redirect(account)
    if not yes and rules.to_verify(account) and standing_of(account, me(request)).communications:
        return redirect("accounts:refuse", account.uuid)
    messages.success(
        request,
        _("Recorded: it works.") if yes else _("Recorded: it did not work. Deposit what is right once you know it."),
    )
    return redirect(account)


def _reveal(request: HttpRequest, account: Account, field: str, slot: int) -> HttpResponse:
    sealed = is_sealed(request)
    if request.method != "POST":
        return _form_page(request, account, field, slot, RevealForm(initial={"which": request.GET.get("which", "")}))
    form = RevealForm(request.POST)
    if sealed:
        return _form_page(request, account, field, slot, form, stale=str(CLOSED), status=503)
    if not form.is_valid():
        return _form_page(request, account, field, slot, form, status=422)
    return _opened(request, account, field, slot, form)


@sensitive_variables()
def _opened(request: HttpRequest, account: Account, field: str, slot: int, form: RevealForm) -> HttpResponse:
    session = request.session.session_key or ""
    try:
        nonces.check(form.cleaned_data["nonce"], session, me(request), account, field, slot)
    except Stale as stale:
        audit.record_denial(
            audit.Event.REVEAL_DENIED, by=me(request), on=account, reason=str(stale), field=field or "sign_in_set"
        )
        return _form_page(request, account, field, slot, RevealForm(), stale=str(stale), status=409)
    try:
        shown = credentials.reveal(
            account, by=me(request), field=field, slot=slot, proof=proof_of(request), nonce=form.cleaned_data["nonce"],
            reason_code=form.cleaned_data["reason_code"], reason=form.cleaned_data["reason"],
            which=form.cleaned_data["which"] or credentials.Which.CURRENT,
        )  # fmt: skip
    except OldForm as stale:
        return _form_page(request, account, field, slot, RevealForm(), stale=str(stale), status=409)
    except Refused as refused:  # written down by the action already
        return refusal_page(request, refused)
    return _answer(request, shown)


def _form_again(request: HttpRequest, act: Reveal, stale: Refused) -> HttpResponse:
    """The form to open the same anew, saying why the last act shows no more; the refusal where they no longer may."""
    if not may(_may_reveal_alone if act.field else _may_reveal, act.account, me(request)):
        return refusal_page(request, stale)
    return _form_page(request, act.account, act.field, act.slot, RevealForm(), stale=str(stale), status=409)


def _form_page(
    request: HttpRequest, account: Account, field: str, slot: int, form: RevealForm, *, stale: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    ticket = nonces.issue(request.session.session_key or "", me(request), account, field, slot)
    older = (
        bool(not field and rules.last_verified_sign_in(account)) and standing_of(account, me(request)).communications
    )
    facts = {
        "account": account,
        "form": form,
        "ticket": ticket,
        "field": SecretField(field).label if field else "",
        "is_code": field == SecretField.BACKUP_CODE,
        "older": older,
        "stale": stale,
        "to": _address(account, field, slot),
        "trail": crumbs(account),
    }
    return render(request, "accounts/reveal.html", facts, status=status)


def _address(account: Account, field: str, slot: int) -> str:
    if field:
        return reverse("accounts:reveal-one", args=[account.uuid, field, slot])
    return reverse("accounts:reveal", args=[account.uuid])


@sensitive_variables()
def _answer(request: HttpRequest, shown: credentials.Revealed) -> HttpResponse:
    """The one page a value is ever on. Without script it leaves by itself when the time is over."""
    act = shown.reveal
    seconds = max(0, int((shown.until - clock.now()).total_seconds()))
    lines = [_line(act, each) for each in shown.shown]
    facts = {
        "account": act.account,
        "act": act,
        "lines": lines,
        "seconds": seconds,
        "shown": shown,
        "verifies": rules.would_verify(standing_of(act.account, act.person), act),
        "trail": crumbs(act.account),
    }
    response = render(request, "accounts/revealed.html", facts)
    hide = request.build_absolute_uri(reverse("accounts:account", args=[act.account.uuid]))
    response["Refresh"] = f"{seconds}; url={hide}"
    response["Cache-Control"] = "no-store"
    return response


def _line(act: Reveal, each: credentials.Shown) -> dict[str, object]:
    is_code = each.seconds is not None
    next_one = {"url": reverse("accounts:reveal-code", args=[act.account.uuid, act.uuid]), "seconds": each.seconds}
    return {
        "label": _("One-time code") if is_code else f"{each.field.label} {each.slot or ''}".strip(),
        "value": each.secret.expose(),
        "name": f"{each.field}-{each.slot}",
        "code": next_one if is_code else None,
    }


def _own(request: HttpRequest, account: Account, act: UUID) -> Reveal:
    return get_object_or_404(Reveal.objects.select_related("account"), uuid=act, account=account, person=me(request))
