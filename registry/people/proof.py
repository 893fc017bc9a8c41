"""The guard before what needs a second factor now: who proved what, when, in this session.

allauth's own re-authentication does not do: it lets people without a password and second factor through, a password
alone satisfies it, and it stores a whole POST body in the session (research/security.md, findings 1 and 3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from registry import clock
from registry.people import powers
from registry.people.models import User
from registry.people.refusal import Refused

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
REVEAL_MINUTES = 5
DECISION_MINUTES = 12 * 60
HOLD = timedelta(hours=24)
SKEW = timedelta(seconds=1)
LATELY = timedelta(minutes=1)

View = Callable[..., HttpResponse]
RevealHolder = Callable[[User], bool]
_reveal_holders: list[RevealHolder] = []


@dataclass(frozen=True)
class Proof:
    """That this user gave a second factor at that moment: handed to actions, which check it again."""

    user: User
    at: datetime


def has_factor(user: User) -> bool:
    """Whether the person has an authenticator or a passkey; recovery codes alone are not one."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def factor_at(request: HttpRequest) -> datetime | None:
    """When the signed-in person last gave an authenticator code or passkey in this session, if they still have it.

    A recovery code does not count, nor does a moment that lies ahead of the clock: setting it back makes nothing
    fresher.
    """
    user = request.user
    if not isinstance(user, User):
        return None
    records = get_authentication_records(request, user)
    given = [(record.get("id"), record["at"]) for record in records if _is_factor(record)]
    named = {pk for pk, _at in given}
    kept = set(Authenticator.objects.filter(user=user, pk__in=named, type__in=FACTORS).values_list("pk", flat=True))
    at = max((at for pk, at in given if pk in kept), default=None)
    moment = datetime.fromtimestamp(at, UTC) if at is not None else None
    return moment if moment and moment <= clock.now() + SKEW else None


def _is_factor(record: dict[str, Any]) -> bool:
    return record.get("method") == "mfa" and record.get("type") in FACTORS


def proof_of(request: HttpRequest) -> Proof | None:
    """The proof this request carries, to hand to an action; None without one."""
    at = factor_at(request)
    return Proof(request.user, at) if at and isinstance(request.user, User) else None


def is_fresh(proof: Proof | None, user: User, minutes: int) -> bool:
    """Whether the proof is this user's and at most so many minutes old."""
    if proof is None or proof.user.pk != user.pk:
        return False
    return -SKEW <= clock.now() - proof.at <= timedelta(minutes=minutes)


def check_fresh(proof: Proof | None, user: User, minutes: int) -> None:
    """Raise `Refused` unless the proof is this user's and fresh (domain.md, second factor)."""
    if not is_fresh(proof, user, minutes):
        raise Refused(_("Confirm it is you with an authenticator code or passkey first."), rule="second factor")


def check_not_held(user: User) -> None:
    """Raise `Refused` while a factor that was added later or reset holds this person's reveals (24 hours)."""
    until = held_until(user)
    if until:
        raise Refused(
            _("Your second factor changed. For safety you can reveal again from %(when)s.")
            % {"when": clock.local(until).strftime("%B %-d, %-I:%M %p")},
            rule="second factor: 24 hours",
        )


def held_until(user: User) -> datetime | None:
    """When this person may reveal again after a changed factor; None if nothing holds them."""
    if user.factor_changed_at is None:
        return None
    until = user.factor_changed_at + HOLD
    return until if clock.now() < until else None


def add_reveal_holder(holder: RevealHolder) -> RevealHolder:
    """Let the register say who else may reveal: a custodian, a backup, a poster with that right."""
    if holder not in _reveal_holders:
        _reveal_holders.append(holder)
    return holder


def may_reveal_something(user: User) -> bool:
    """Whether the person's office or an account they look after lets them reveal."""
    return powers.is_communications(user) or any(holder(user) for holder in _reveal_holders)


def must_enrol(user: User) -> bool:
    """Whether this person needs a second factor: holds an office that decides, or may reveal."""
    return powers.decides(user) or may_reveal_something(user)


def enrolment_due(user: User) -> str | None:
    """The sentence for the page's banner while a needed second factor is missing; None when all is well."""
    if has_factor(user) or not must_enrol(user):
        return None
    return _("Add a second factor: you cannot decide a request or reveal a login before you have one.")


def may_remove_factor(authenticator: Authenticator) -> bool:
    """Whether a factor may go: never the last one of somebody who must have one."""
    if authenticator.type not in FACTORS or not must_enrol(authenticator.user):
        return True
    rest = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return rest.exists()


def needs_factor(minutes: int, *, sooner: Callable[[User], int] | None = None) -> Callable[[View], View]:
    """Guard a view with a second factor of *this* user, at most so many minutes old, or as many as `sooner` says.

    Without any factor: to the enrolment page, with the reason. Stale on GET: to allauth's page that asks for a code,
    and back. Stale on POST: to the same page's GET with a message; what was posted is dropped, never stored. The view
    carries `.needs_factor` with the minutes, so that a test can list what is guarded.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if isinstance(user, User) and is_fresh(proof_of(request), user, sooner(user) if sooner else minutes):
                return view(request, *args, **kwargs)
            return _ask(request)

        guarded.needs_factor = minutes  # type: ignore[attr-defined]
        return guarded

    return guard


def _ask(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, User):
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    if not has_factor(user):
        messages.warning(request, _("This needs a second factor. Add an authenticator app or a passkey first."))
        return redirect("mfa_index")
    if _gave_less(request, user):
        messages.warning(
            request, _("A password or recovery code does not count here: use your authenticator or passkey.")
        )
    if request.method not in ("GET", "HEAD"):
        messages.warning(request, _("Confirm it is you, then do it again: nothing was saved."))
        return redirect(request.path)
    return redirect(f"{_page_that_asks(user)}?{urlencode({'next': request.get_full_path()})}")


def _gave_less(request: HttpRequest, user: User) -> bool:
    """Whether the person confirmed a moment ago with something that does not count."""
    last = [one for one in get_authentication_records(request, user) if one.get("reauthenticated")][-1:]
    since = clock.now().timestamp() - LATELY.total_seconds()
    return any(one["at"] > since and not _is_factor(one) for one in last)


def _page_that_asks(user: User) -> str:
    by_code = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")
