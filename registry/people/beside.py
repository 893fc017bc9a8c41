"""Somebody says who they are on the screen of a colleague: with their own password and code, which are kept nowhere.

Nobody is signed in by it, and the session of whose screen it is stays as it was.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from registry.people.factor_forms import AuthenticateOnce
from registry.people.models import User
from registry.people.proof import has_factor
from registry.people.refusal import Refused


@sensitive_variables("password", "code")
def check_is_them(request: HttpRequest, person: User, *, password: str, code: str) -> None:
    """Raise `Refused` unless this is the person's password and, where they have one, a code of their authenticator.

    Tries are counted as those of the sign-in page are, and written down as they are.
    """
    try:
        found: Any = get_adapter().authenticate(request, email=person.email, password=password)
    except ValidationError as error:
        raise _wrong(" ".join(error.messages)) from None
    if found is None or found.pk != person.pk:
        raise _wrong(_("That is not the password of %(name)s.") % {"name": person.name})
    if not has_factor(person):
        return
    form = AuthenticateOnce({"code": code}, user=person)
    if not form.is_valid():
        raise _wrong(_("That code is not right, or was used already. A passkey works only on one’s own device."))


def _wrong(message: str) -> Refused:
    return Refused(message, rule="signing in beside a colleague")
