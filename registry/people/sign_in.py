"""What allauth tells us of sign-ins, written to the trail. The only signal receivers of the house."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from allauth.socialaccount.signals import social_account_added, social_account_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from registry.audit import Event
from registry.people import sessions
from registry.people.actions import factors
from registry.people.adapters import AccountAdapter, MFAAdapter, SocialAccountAdapter, known
from registry.people.models import User
from registry.people.proof import FACTORS

__all__ = ["AccountAdapter", "MFAAdapter", "SocialAccountAdapter"]


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_facts: Any) -> None:
    """Somebody is in, with everything it took."""
    sessions.begin(request)
    factors.note(Event.SIGNED_IN, by=user, on=user)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_facts: Any) -> None:
    """A wrong password, or an address nobody has: what was typed is not kept, it may be a password."""
    user = known(credentials.get("email"))
    if user is not None:
        known(user.email)  # allauth looks twice for an address nobody has; both shall cost the same (D17)
    factors.note(Event.SIGN_IN_FAILED, by=None, on=user)


@receiver(user_logged_out)
def signed_out(user: User | None, **_facts: Any) -> None:
    """Somebody is out."""
    if user is not None:
        factors.note(Event.SIGNED_OUT, by=user, on=user)


@receiver(authenticator_added)
def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_facts: Any) -> None:
    """A new authenticator or passkey; or the recovery codes that come with it."""
    if authenticator.type not in FACTORS:
        factors.note(Event.RECOVERY_CODES_MADE, by=user, on=user)
        return
    _stay(request, factors.factor_added(authenticator, by=user))


@receiver(authenticator_removed)
def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_facts: Any) -> None:
    """An authenticator or passkey is gone: other sessions end."""
    if authenticator.type in FACTORS:
        _stay(request, factors.factor_removed(authenticator.type, by=user))


def _stay(request: HttpRequest, user: User) -> None:
    """Keep this session, under a new key, while all others of the person end."""
    request.user.session_round = user.session_round  # type: ignore[union-attr]
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)


@receiver(authenticator_reset)
def recovery_codes_made(user: User, **_facts: Any) -> None:
    """New recovery codes; the old ones are void."""
    factors.note(Event.RECOVERY_CODES_MADE, by=user, on=user, letter="recovery_codes_made")


@receiver(authenticator_used)
def factor_used(user: User, authenticator: Authenticator, *, reauthenticated: bool = False, **_facts: Any) -> None:
    """A code or passkey was accepted; a recovery code is worth a letter."""
    if authenticator.type not in FACTORS:
        factors.note(Event.RECOVERY_CODE_USED, by=user, on=user, letter="recovery_code_used")
        return
    event = Event.REAUTHENTICATED if reauthenticated else Event.FACTOR_USED
    factors.note(event, by=user, on=user, kind=authenticator.type)


@receiver(authentication_failed)
def factor_failed(user: User, **_facts: Any) -> None:
    """A wrong code."""
    factors.note(Event.FACTOR_FAILED, by=None, on=user)


@receiver([social_account_added, social_account_removed])
def sign_on_changed(sociallogin: Any = None, socialaccount: Any = None, **_facts: Any) -> None:
    """Single sign-on was connected or taken away."""
    row = sociallogin.account if sociallogin is not None else socialaccount
    factors.note(
        Event.PERSON_CHANGED, by=row.user, on=row.user, sign_on=row.provider, connected=sociallogin is not None
    )
