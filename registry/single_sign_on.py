"""Which identity providers the environment names; django-allauth takes it from here.

Single sign-on links to an invited user and never creates one: students share the district's domain.
"""

from __future__ import annotations

from typing import Any

from registry.environment import group, origin, stop, text

GOOGLE = "https://accounts.google.com"
MICROSOFT = "https://login.microsoftonline.com"
SHARED_TENANTS = frozenset({"common", "organizations", "consumers"})


def providers(domains: list[str]) -> dict[str, Any]:
    """Return SOCIALACCOUNT_PROVIDERS with an entry for each provider whose variables are set; stops at half a set."""
    found: dict[str, Any] = {"openid_connect": {"APPS": []}, "google": {"APPS": []}, "microsoft": {"APPS": []}}
    if oidc := _oidc():
        app = {"server_url": oidc["OIDC_SERVER_URL"], "oauth_pkce_enabled": True}
        found["openid_connect"]["APPS"].append(
            {"provider_id": "sso", "name": text("OIDC_NAME", "single sign-on"), "settings": app}
            | {"client_id": oidc["OIDC_CLIENT_ID"], "secret": oidc["OIDC_CLIENT_SECRET"]}
        )
    if google := _google():
        found["google"] = {
            "APPS": [{"client_id": google["GOOGLE_CLIENT_ID"], "secret": google["GOOGLE_CLIENT_SECRET"]}],
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["profile", "email"],
            # A hint to Google's page only, which takes one domain or any: the adapter checks the address.
            "AUTH_PARAMS": {"hd": domains[0] if len(domains) == 1 else "*", "prompt": "select_account"},
        }
    if microsoft := _microsoft():
        # Microsoft never says that an address is verified; one tenant and the district's own domains stand for it.
        app = {"tenant": microsoft["MICROSOFT_TENANT"], "verified_email": domains}
        found["microsoft"]["APPS"].append(
            {"settings": app}
            | {"client_id": microsoft["MICROSOFT_CLIENT_ID"], "secret": microsoft["MICROSOFT_CLIENT_SECRET"]}
        )
    return found


def apps() -> list[str]:
    """Return the applications of the providers in use: addresses of one not set up would fail, not be missing."""
    named = {"google": _google(), "microsoft": _microsoft(), "openid_connect": _oidc()}
    return [f"allauth.socialaccount.providers.{name}" for name, is_set in named.items() if is_set]


def origins() -> list[str]:
    """Return the origins a sign-in form may be redirected to, for the content security policy."""
    oidc = _oidc()
    own = [origin("OIDC_SERVER_URL", oidc["OIDC_SERVER_URL"])] if oidc else []
    elsewhere = text("OIDC_SIGN_IN_ORIGIN")
    own += [origin("OIDC_SIGN_IN_ORIGIN", elsewhere)] if elsewhere else []
    return own + ([GOOGLE] if _google() else []) + ([MICROSOFT] if _microsoft() else [])


def _oidc() -> dict[str, str]:
    return group("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def _google() -> dict[str, str]:
    return group("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET")


def _microsoft() -> dict[str, str]:
    found = group("MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET", "MICROSOFT_TENANT")
    if found and found["MICROSOFT_TENANT"].lower() in SHARED_TENANTS:
        stop("MICROSOFT_TENANT must be the district's own tenant: a shared one lets any Microsoft customer in.")
    return found
