"""System checks: what must hold before anyone signs in, and (with --deploy) before the site faces people.

The trail's triggers have their own check in the audit room, and what sign-in relies on in the people room.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.socialaccount.adapter import get_adapter as social_adapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.http import HttpRequest


@register(Tags.security)
def nobody_signs_up(**kwargs: Any) -> list[CheckMessage]:
    """registry.E001: people are invited, by single sign-on too (domain.md: it links and never creates)."""
    open_doors = [
        name
        for name, is_open in (
            ("ACCOUNT_ADAPTER", account_adapter().is_open_for_signup(HttpRequest())),
            ("SOCIALACCOUNT_ADAPTER", social_adapter().is_open_for_signup(HttpRequest(), SocialLogin())),
        )
        if is_open
    ]
    return [
        Error(f"{name} lets people sign up.", hint="People are invited.", id="registry.E001") for name in open_doors
    ]


@register(Tags.security)
def no_code_works_always(**kwargs: Any) -> list[CheckMessage]:
    """registry.E002: allauth can be given a code that passes for everyone, for tests."""
    if getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None) is None:
        return []
    return [Error("There is an authenticator code that always works.", hint="Remove it.", id="registry.E002")]


@register(Tags.security)
def keys_are_private(**kwargs: Any) -> list[CheckMessage]:
    """registry.E003: only the site's own user reads the keyring."""
    if not settings.KEYRING_FILE:
        return []
    try:
        mode = Path(settings.KEYRING_FILE).stat().st_mode
    except OSError:
        return []
    if not mode & 0o077:
        return []
    hint = f"Run: chmod 0400 {settings.KEYRING_FILE}"
    return [Error("The keyring file is open to other users.", hint=hint, id="registry.E003")]


@register(Tags.security, deploy=True)
def is_not_a_trial(**kwargs: Any) -> list[CheckMessage]:
    """registry.E004: a demo signs anyone in who read its list, and shows all mail."""
    if not settings.DEMO:
        return []
    return [Error("DEMO is on.", hint="Remove it; a demo district is for looking around.", id="registry.E004")]


@register(Tags.security, deploy=True)
def mail_leaves_the_house(**kwargs: Any) -> list[CheckMessage]:
    """registry.W001: without a mail server nobody learns that a decision waits for them."""
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and settings.EMAIL_HOST:
        return []
    return [checks.Warning("Mail goes nowhere.", hint="Set EMAIL_URL to the mail server.", id="registry.W001")]


#: So many counters the cache must hold before it may throw any away; BaseCache keeps 300.
COUNTERS = 10_000


@register(Tags.security, deploy=True)
def limits_count_together(**kwargs: Any) -> list[CheckMessage]:
    """registry.E005: tries at a password are counted in the cache: by all processes together, and none is forgotten."""
    cache: dict[str, Any] = settings.CACHES["default"]
    room = cache.get("OPTIONS", {}).get("MAX_ENTRIES", 0)
    alone = cache["BACKEND"].endswith(("LocMemCache", "DummyCache"))
    small = cache["BACKEND"].endswith(("DatabaseCache", "FileBasedCache")) and room < COUNTERS
    if not (alone or small):
        return []
    problem = "The cache is not shared." if alone else "The cache is too small for the limits counted in it."
    return [Error(problem, hint="Leave CACHES as it is delivered.", id="registry.E005")]


@register(Tags.security, deploy=True)
def tls_ends_somewhere(**kwargs: Any) -> list[CheckMessage]:
    """registry.W002: without a trusted proxy every request behind one looks like plain http and is redirected again."""
    if settings.TRUSTED_PROXY_COUNT or not settings.SITE_URL.startswith("https://"):
        return []
    hint = (
        "Set TRUSTED_PROXY_COUNT to the number of your proxies. The one that ends TLS must overwrite X-Forwarded-Proto."
    )
    return [checks.Warning("Behind a proxy every page redirects to itself.", hint=hint, id="registry.W002")]
