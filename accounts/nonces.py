"""A ticket for one reveal: bound to session, person, account and field; good for ten minutes, and once."""

import hashlib
import secrets
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.rules.credentials import OldForm
from registry import clock
from registry.people.models import User

GOOD_FOR = timedelta(minutes=10)
_SALT = "accounts.reveal"


def issue(session: str, user: User, account: Account, field: str, slot: int) -> str:
    """A new ticket for a form."""
    facts = [_bound_to(session, user, account, field, slot), clock.now().timestamp(), secrets.token_urlsafe(16)]
    return Signer(salt=_SALT).sign_object(facts)


def check(ticket: str, session: str, user: User, account: Account, field: str, slot: int) -> None:
    """Raise `OldForm` unless the ticket was given to this form and is not too old. The act uses it once."""
    try:
        bound_to, issued, _random = Signer(salt=_SALT).unsign_object(ticket)
    except (BadSignature, ValueError, TypeError):
        raise OldForm(_("Open the form again: this one is out of date.")) from None
    age = clock.now().timestamp() - float(issued)
    if bound_to != _bound_to(session, user, account, field, slot) or not -1 <= age <= GOOD_FOR.total_seconds():
        raise OldForm(_("Open the form again: this one is out of date."))


def _bound_to(session: str, user: User, account: Account, field: str, slot: int) -> str:
    text = "\x1f".join([session, str(user.pk), str(account.uuid), field, str(slot)])
    return hashlib.sha256(text.encode()).hexdigest()
