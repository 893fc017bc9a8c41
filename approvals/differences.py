"""What differs between two texts of a request, field by field, in the words of the page (E1.9, E1.10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from accounts.models import Platform
from approvals.models import Request, Round
from approvals.text import FIELDS
from approvals.wording import words

Text = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field: its name in words, and what it said before and says now."""

    label: str
    before: str
    after: str


def between(old: Text, new: Text) -> list[Difference]:
    """The fields in which two texts differ, in the order of the page."""
    fields = [name for name in FIELDS if old.get(name) != new.get(name)]
    names = dict(Platform.objects.values_list("slug", "name")) if "items" in fields else {}
    return [
        Difference(capfirst(str(FIELDS[name])), words(name, old.get(name), names), words(name, new.get(name), names))
        for name in fields
    ]


def since(round_: Round) -> list[Difference]:
    """What the request's newest round says that this one did not; empty where it is the newest, or says the same."""
    newest = Round.objects.filter(request=round_.request_id).order_by("-number").first()
    return between(round_.text, newest.text) if newest and newest.pk != round_.pk else []


def of_last_round(request: Request) -> list[Difference]:
    """What the last round changed against the one before; empty for a first round."""
    last = list(request.rounds.order_by("-number")[:2])
    return between(last[1].text, last[0].text) if len(last) > 1 else []
