"""Where allauth asks us: no sign-up, letters through the outbox, sealed seeds, sign-on for the invited only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import INTERNAL_RESET_SESSION_KEY
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registry import audit
from registry.audit import Event
from registry.people import proof, purposes
from registry.people.actions import factors
from registry.people.models import User
from registry.people.seeds import bound_to, mfa_box

ASKS_FOR_RESET = "account/email/password_reset_key"
UNKNOWN = "account/email/unknown_account"
TOLD_WITH_THE_CHANGE = {
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "mfa/email/recovery_codes_generated",
}
WHAT = {
    "account/email/email_changed": "email_changed",
    "socialaccount/email/account_connected": "sign_on_connected",
    "socialaccount/email/account_disconnected": "sign_on_disconnected",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail and password, for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited."""
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer no password where only an authenticator code or passkey counts (domain.md, second factor)."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not purposes.takes_a_factor_only(self.request):
            return methods
        return [method for method in methods if method["id"] != "reauthenticate"]

    def set_password(self, user: Any, password: str) -> None:
        """Change the password, its event and its letter in one act (invariant 3); a link that led here is forgotten."""
        signed_in = self.request.user
        factors.set_password(user, password, by=signed_in if signed_in.is_authenticated else user)
        self.request.session.pop(INTERNAL_RESET_SESSION_KEY, None)

    def clean_email(self, email: str) -> str:
        """Lower case, as we keep addresses; nobody adds one here (a vault holder's change takes two people)."""
        match = self.request.resolver_match
        if match is not None and match.url_name == "account_email":
            raise ValidationError(_("Your address comes from the district. Ask a system administrator to change it."))
        return email.lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; one too many is written down (ASVS 6.3.5)."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            factors.note(Event.SIGN_IN_LOCKED, by=None, on=known(credentials.get("email")))
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post a letter instead of sending; to an address nobody here has, nothing, at about the same cost."""
        if template_prefix == UNKNOWN:
            factors.ask_for_reset_of_nobody(by=None)
            return
        user = known(email)
        if template_prefix == ASKS_FOR_RESET and user:
            factors.ask_for_reset(user, by=None)
        elif template_prefix not in TOLD_WITH_THE_CHANGE and user:
            factors.tell_about_sign_in(user, WHAT.get(template_prefix, "details"), by=None)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """As `send_mail`; the network address and browser stay in the trail and out of the letter."""
        self.send_mail(template_prefix, user.email, context or {})


def known(email: str | None) -> User | None:
    """The user with this address."""
    return User.objects.filter(email=(email or "").strip().lower()).first()


class MFAAdapter(DefaultMFAAdapter):
    """Seals second-factor seeds, which allauth would keep in the clear (research/security.md, finding 5)."""

    def encrypt(self, text: str) -> str:
        """The seed sealed for this installation."""
        return mfa_box().seal(text, bound_to=bound_to())

    def decrypt(self, encrypted_text: str) -> str:
        """The seed; raises VaultError for one sealed elsewhere or tampered with."""
        return mfa_box().open(encrypted_text, bound_to=bound_to())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether it may go: not the last factor of somebody who must have one."""
        return proof.may_remove_factor(authenticator)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on links to an invited user and never makes one: students share the district's domain."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let through an active user whose own district address the provider has verified; turn all else away."""
        user = request.user if sociallogin.state.get("process") == "connect" else sociallogin.user
        if not (self._is_ours(sociallogin) and self._is_theirs(user, sociallogin)):
            on = user if isinstance(user, User) and User.objects.filter(pk=user.pk).exists() else None
            audit.record_denial(
                Event.SIGN_IN_FAILED, by=None, on=on, reason="single sign-on", rule="invited users only"
            )
            raise ImmediateHttpResponse(
                _turned_away(request, _("No user here has this address. Ask to be invited first."))
            )

    def _is_ours(self, sociallogin: SocialLogin) -> bool:
        """Every address the provider names is verified and of the district; one among others is not enough."""
        addresses = sociallogin.email_addresses
        domains = settings.DISTRICT_EMAIL_DOMAINS
        return bool(addresses) and all(
            one.verified and one.email.rpartition("@")[2].lower() in domains for one in addresses
        )

    def _is_theirs(self, user: Any, sociallogin: SocialLogin) -> bool:
        if user is None:
            return False
        named = {one.email.lower() for one in sociallogin.email_addresses}
        return User.objects.filter(pk=user.pk, is_active=True, email__in=named).exists()

    def get_requests_session(self) -> Any:
        """A session whose failures end at the sign-in page with a sentence: the provider may be down, we are not."""
        session = super().get_requests_session()  # type: ignore[no-untyped-call]
        session.hooks["response"].append(_must_answer)
        ask = session.request

        def request(*args: Any, **kwargs: Any) -> Any:
            try:
                return ask(*args, **kwargs)
            except OSError:  # every exception of `requests` is one
                said = _("Single sign-on does not answer. Sign in with your e-mail address and password, or try later.")
                raise ImmediateHttpResponse(_turned_away(self.request, said)) from None

        session.request = request
        return session


def _must_answer(response: Any, *_args: Any, **_kwargs: Any) -> None:
    asked = response.request.method == "GET"
    if asked or response.status_code >= 500:
        response.raise_for_status()
    if asked:
        response.json()


def _turned_away(request: HttpRequest, sentence: str) -> Any:
    messages.error(request, sentence)
    return redirect("account_login")
