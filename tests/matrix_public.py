"""The addresses without a person of ours: allauth's, health, and the like, the same for whoever is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Public:
    """An address with its own idea of methods, the same for everybody who is signed in: statuses by method."""

    route: str
    nobody: Mapping[str, int]
    inside: Mapping[str, int]
    arguments: Mapping[str, Any] = field(default_factory=dict)


def _public(route: str, nobody: str, inside: str, **arguments: Any) -> Public:
    return Public(route, _statuses(nobody), _statuses(inside), arguments)


def _statuses(text: str) -> Mapping[str, int]:
    """`GET 200 POST 302 * 405` as a status for every method; HEAD follows GET."""
    words = text.split()
    said = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    said.setdefault("HEAD", said.get("GET", said.get("*", 0)))
    return {
        method: said.get(method, said.get("*", 0))
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    }


OPEN = "GET 200 OPTIONS 200 * 405"
FORM_OPEN = "GET 200 POST 200 PUT 200 OPTIONS 200 * 405"
AWAY = "* 302"

# allauth's addresses and ours without a person: the same for whoever is signed in.
PUBLIC = [
    _public("healthz", "GET 200 * 405", "GET 200 * 405"),
    _public("readyz", "GET 200 * 405", "GET 200 * 405"),
    _public("drop", "GET 404 POST 404 * 405", "GET 404 POST 404 * 405", token="nothing"),
    _public("set_language", AWAY, AWAY),
    _public("account_login", FORM_OPEN, AWAY),
    _public("account_logout", "GET 302 POST 302 OPTIONS 200 * 405", "GET 200 POST 302 OPTIONS 200 * 405"),
    _public("account_inactive", OPEN, OPEN),
    _public("account_signup", "* 200", AWAY),  # says that nobody signs up
    _public("account_reauthenticate", AWAY, FORM_OPEN),
    _public("account_email", AWAY, "GET 200 POST 302 PUT 302 OPTIONS 200 * 405"),
    _public("account_email_verification_sent", OPEN, OPEN),
    _public("account_change_password", AWAY, FORM_OPEN),
    _public("account_set_password", AWAY, AWAY),
    _public("account_reset_password", FORM_OPEN, FORM_OPEN),
    _public("account_confirm_login_code", AWAY, AWAY),
    _public(
        "account_confirm_email",
        "GET 200 POST 404 OPTIONS 200 * 405",
        "GET 200 POST 404 OPTIONS 200 * 405",
        key="nothing",
    ),
    _public("account_reset_password_from_key_done", OPEN, OPEN),
    _public(
        "account_reset_password_from_key", "* 200", "* 200", uidb36="x", key="nothing"
    ),  # says that the link is used up
    _public("account_reset_password_done", OPEN, OPEN),
    _public("mfa_index", AWAY, OPEN),
    _public("mfa_authenticate", AWAY, AWAY),
    _public("mfa_reauthenticate", AWAY, FORM_OPEN),
    _public("mfa_activate_totp", AWAY, AWAY),
    _public("mfa_deactivate_totp", AWAY, AWAY),
    _public("mfa_view_recovery_codes", AWAY, "GET 404 OPTIONS 200 * 405"),
    _public("mfa_generate_recovery_codes", AWAY, AWAY),
    _public("mfa_download_recovery_codes", AWAY, "* 404"),
    _public("mfa_list_webauthn", AWAY, OPEN),
    _public("mfa_add_webauthn", AWAY, AWAY),
    _public("mfa_reauthenticate_webauthn", AWAY, AWAY),
    _public("mfa_remove_webauthn", AWAY, AWAY, pk=1),
    _public("mfa_edit_webauthn", AWAY, AWAY, pk=1),
    _public("mfa_login_webauthn", "GET 302 POST 302 PUT 302 OPTIONS 200 * 405", AWAY),
    _public("socialaccount_login_cancelled", OPEN, OPEN),
    _public("socialaccount_login_error", AWAY, "GET 401 OPTIONS 200 * 405"),
    _public("socialaccount_signup", AWAY, AWAY),
    _public("socialaccount_connections", AWAY, FORM_OPEN),
    *(
        _public(f"sign-in/social/{old}/", AWAY, "* 301")
        for old in ("login/cancelled", "login/error", "signup", "connections")
    ),
    _public("usersessions_list", AWAY, "GET 200 POST 302 PUT 302 OPTIONS 200 * 405"),
    # The demo's outbox is for whoever is on this machine; production has no such address.
    _public("outbox:letters", "GET 200 * 405", "GET 200 * 405"),
    _public("outbox:letter", "GET 404 * 405", "GET 404 * 405", name="nothing"),
]
