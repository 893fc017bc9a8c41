"""One search: what each room found of what somebody typed, in one order. The words are kept nowhere.

Somebody pastes a password by mistake: so what was typed is in no entry of the trail, no log and no session; the page
that answers is in no cache (docs/decisions/0049).
"""

import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts import numbers
from accounts import searching as accounts
from approvals import searching as approvals
from registry.people import searching as people
from registry.people.models import User
from registry.searching import LONGEST, Found

#: One letter is in everything.
SHORTEST = 2


@dataclass(frozen=True)
class Answer:
    """What was asked for, as it was understood; what was found, part by part; or why nothing was looked for."""

    text: str
    parts: list[Found] = field(default_factory=list)
    note: str = ""

    @property
    def count(self) -> int:
        """How much there is; where one part stopped counting, at least that."""
        return sum(part.count for part in self.parts)

    @property
    def is_capped(self) -> bool:
        return any(part.is_capped for part in self.parts)


def understood(typed: str) -> str:
    """What was typed, without what nobody sees, on one line."""
    plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in typed)
    return " ".join(plain.split())


def gather(text: str, user: User) -> Answer:
    """Ask every room for what this person may see of it. The number of queries does not grow with the rows."""
    if len(text) > LONGEST:
        return Answer("", note=_("That is too long to search for. Use a few words, a handle or a number."))
    if len(text) < SHORTEST:
        return Answer(text, note=_("Type two letters or more.") if text else "")
    rooms = (accounts.found, approvals.found, people.found)
    every = {part.key: part for room in rooms for part in room(text, user) if part.count}
    order = ("accounts", "people", "requests", "tombstones", "units", "platforms")
    return Answer(text, [every[key] for key in order if key in every])


def leads_to(text: str, user: User) -> str:
    """The page that a number or an address of a person stands for, where this person may see it; else nothing."""
    rooms = (numbers.leads_to, approvals.leads_to, people.leads_to)
    return next(filter(None, (room(text, user) for room in rooms)), "") if len(text) <= LONGEST else ""
