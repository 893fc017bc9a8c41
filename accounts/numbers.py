"""A number people say on the phone, as the page it stands for, where the reader may open that."""

import re
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account, Authorization, Found, Handoff
from accounts.rules import authorizing, campaigns, found
from accounts.rules.handoff import concerned
from registry.people.models import User

_NUMBER = re.compile(r"([acfhz])-0*([0-9]{1,15})", re.IGNORECASE)


def leads_to(text: str, user: User) -> str:
    """The address of A-0042 (an account), C-7 (a campaign), F-7 (a file of the desk), H-7 (a handoff), Z-7 (an
    authorization); nothing where there is none for this person.
    """
    number = _NUMBER.fullmatch(text)
    row = _seen(number[1].lower(), user).filter(pk=int(number[2])).first() if number else None
    if row is None or (isinstance(row, Handoff) and not concerned(row, user)):
        return ""
    return str(row.get_absolute_url())


def _seen(letter: str, user: User) -> "QuerySet[Any]":
    match letter:
        case "c":
            return campaigns.visible_to(user)
        case "f":
            return Found.objects.filter(found.visible_to(user))
        case "h":
            return Handoff.objects.all()
        case "z":
            return Authorization.objects.filter(authorizing.visible_to(user))
    return Account.objects.all()
