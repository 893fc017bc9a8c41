"""What a second factor is asked for at our addresses: which act, on which account."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, SecretField
from registry.people.models import User
from registry.people.purposes import add_purpose


def _name(arguments: Mapping[str, Any]) -> str:
    account = Account.objects.filter(uuid=arguments["uuid"]).select_related("platform").first()
    return account.trail_label if account else _("this account")


def open_login(user: User, arguments: Mapping[str, Any]) -> str:
    """The sign-in set."""
    return _("You are about to open the login of %(account)s.") % {"account": _name(arguments)}


def open_one(user: User, arguments: Mapping[str, Any]) -> str:
    """One other field."""
    field = str(arguments["field"])
    what = str(SecretField(field).label).lower() if field in SecretField.values else _("one field")
    words = {"what": what, "account": _name(arguments)}
    return _("You are about to open the %(what)s of %(account)s.") % words


def verify(user: User, arguments: Mapping[str, Any]) -> str:
    """Saying that a deposit works."""
    return _("You are about to verify the login of %(account)s.") % {"account": _name(arguments)}


def kit(user: User, arguments: Mapping[str, Any]) -> str:
    """A break-glass kit, on any of its steps."""
    return _("You are about to take part in a break-glass kit, which opens every login of the district.")


def bring(user: User, arguments: Mapping[str, Any]) -> str:
    """Logins from a password manager."""
    return _("You are about to deposit logins from a password manager.")


add_purpose("accounts:reveal", open_login)
add_purpose("accounts:reveal-one", open_one)
add_purpose("accounts:verify", verify)
for page in ("kit-ask", "kit-agree", "kit-half", "kit-download"):
    add_purpose(f"accounts:{page}", kit)
for page in ("import", "import-look"):
    add_purpose(f"accounts:{page}", bring)
