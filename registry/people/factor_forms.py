"""allauth's forms for a second factor, with one thing more: a code counts once, the one that activates it too."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm

from registry.people.actions.factors import claim_code


class _Once:
    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        """The code, if it is right and was not used before."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self._is_timed() and not claim_code(code, by=self.user):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _is_timed(self) -> bool:
        return self.authenticator.type == Authenticator.Type.TOTP


class AuthenticateOnce(_Once, AuthenticateForm):
    """The code at sign-in."""


class ReauthenticateOnce(_Once, ReauthenticateForm):
    """The code that confirms who it is, later in a session."""


class ActivateOnce(_Once, ActivateTOTPForm):
    """The code that shows that a new authenticator works."""

    def _is_timed(self) -> bool:
        return True
