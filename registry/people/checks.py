"""What sign-in relies on in the settings, checked when the site starts (research/security.md, B8)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

EXPECTED: dict[str, Any] = {
    "AUTH_USER_MODEL": "people.User",
    "ACCOUNT_ADAPTER": "registry.people.sign_in.AccountAdapter",
    "SOCIALACCOUNT_ADAPTER": "registry.people.sign_in.SocialAccountAdapter",
    "MFA_ADAPTER": "registry.people.sign_in.MFAAdapter",
    "MFA_TOTP_TOLERANCE": 0,
    "MFA_TRUST_ENABLED": False,
    "MFA_PASSKEY_SIGNUP_ENABLED": False,
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_PREVENT_ENUMERATION": "strict",
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "SESSION_SERIALIZER": "registry.people.sessions.SealedSerializer",
}
FORMS = {
    "activate_totp": "registry.people.factor_forms.ActivateOnce",
    "authenticate": "registry.people.factor_forms.AuthenticateOnce",
    "reauthenticate": "registry.people.factor_forms.ReauthenticateOnce",
}
MIDDLEWARE = [
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "registry.people.sessions.SessionLimits",
    "registry.people.refusal.RefusalMiddleware",
]


@register("security")
def sign_in_is_set_up(**_kwargs: Any) -> list[CheckMessage]:
    """Name every setting that would open a hole if it were another."""
    wrong: list[str] = [name for name, value in EXPECTED.items() if getattr(settings, name, None) != value]
    forms = getattr(settings, "MFA_FORMS", {})
    wrong += [f"MFA_FORMS[{name!r}]" for name, path in FORMS.items() if forms.get(name) != path]
    found: list[CheckMessage] = [Error(f"{name} is not what sign-in relies on.", id="people.E001") for name in wrong]
    missing = [path for path in MIDDLEWARE if path not in settings.MIDDLEWARE]
    return found + [Error(f"{path} is missing from MIDDLEWARE.", id="people.E002") for path in missing]
