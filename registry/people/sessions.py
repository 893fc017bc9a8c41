"""How a session is kept and how long: sealed in the database, ended by time, by leaving, by a changed password."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from registry import clock, keyring
from registry.languages import spoken
from registry.people import proof, refusal
from registry.people.models import User
from registry.people.refusal import Refused
from registry.vault import Box, VaultError

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
BEGAN = "began_at"
SEEN = "seen_at"
ENDED = "ended_by_time"
BOUND_TO = "session"

Next = Callable[[HttpRequest], HttpResponse]


class SealedSerializer:
    """Seals what a session holds: it carries a seed during enrolment, and allauth may stash a request in it."""

    def dumps(self, obj: dict[str, Any]) -> bytes:
        """The session's data as a sealed token."""
        return _box().seal(json.dumps(obj, separators=(",", ":")), bound_to=BOUND_TO).encode("ascii")

    def loads(self, data: bytes) -> dict[str, Any]:
        """The data again; an unreadable one (other key, tampered) is an empty session: the person signs in again."""
        try:
            content: dict[str, Any] = json.loads(_box().open(data.decode("ascii"), bound_to=BOUND_TO))
        except (VaultError, ValueError):
            return {}
        return content


def _box() -> Box:
    return Box(keyring.ring("session"), "session")


class SessionLimits:
    """Ends a session after 30 minutes without a page and 12 hours in all (NIST SP 800-63B, AAL2).

    And keeps what allauth does not: the last passkey of somebody who must have a second factor.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request):
                logout(request)
                request.session[ENDED] = True
            else:
                touch(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Say why somebody is signed out; answer for the removal of a last passkey."""
        if request.session.pop(ENDED, False):
            messages.info(request, _("You were signed out because it has been a while. Sign in again."))
        match = request.resolver_match
        if match is None or match.url_name != "mfa_remove_webauthn" or not request.user.is_authenticated:
            return None
        passkey = Authenticator.objects.filter(user=request.user, pk=kwargs.get("pk")).first()
        if passkey is None or proof.may_remove_factor(passkey):
            return None
        return refusal.page(
            request, Refused(_("This is your only second factor, and you need one. Add another first."))
        )


def begin(request: HttpRequest) -> None:
    """Start both limits at sign-in."""
    request.session[BEGAN] = request.session[SEEN] = clock.now().timestamp()


def is_over(request: HttpRequest) -> bool:
    """Whether this session has been idle or alive too long; one whose times lie ahead of the clock is over too."""
    now = clock.now().timestamp()
    alive = now - request.session.get(BEGAN, now)
    idle = now - request.session.get(SEEN, now)
    return not (-1 <= alive <= ABSOLUTE.total_seconds() and -1 <= idle <= IDLE.total_seconds())


def touch(request: HttpRequest) -> None:
    """Note that the session is alive, at most once a minute, so that most pages write nothing."""
    now = clock.now().timestamp()
    if BEGAN not in request.session:
        begin(request)
    elif now - request.session.get(SEEN, 0) >= 60:
        request.session[SEEN] = now


class OwnLanguage:
    """Shows each person the site in the language of their profile, while it is offered."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            translation.activate(spoken(request.user.language))
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
