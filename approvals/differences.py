"""What differs between two texts of a request, field by field, in the words of the page (E1.9, E1.10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import AccountClass, Platform
from approvals.models import ImagesPlan, Kind, Request, Round
from approvals.text import FIELDS

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
        Difference(capfirst(str(FIELDS[name])), _words(name, old.get(name), names), _words(name, new.get(name), names))
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


def _words(name: str, value: Any, platforms: Mapping[str, str]) -> str:
    if value is None or value == "":
        return _("Not answered")
    if name == "items":
        return "\n".join(_item(item, platforms) for item in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    return _SPELLED[name](value) if name in _SPELLED else str(value)


def _item(item: Mapping[str, Any], platforms: Mapping[str, str]) -> str:
    where = platforms.get(item.get("platform") or "", "")
    return ", ".join(filter(None, [where, item.get("handle"), item.get("authorization")]))


def _choice(choices: Any) -> Callable[[str], str]:
    return lambda value: str(dict(choices.choices).get(value, value))


_SPELLED: dict[str, Callable[[str], str]] = {
    "kind": _choice(Kind),
    "class": _choice(AccountClass),
    "images_plan": _choice(ImagesPlan),
    "launch_on": lambda value: date_format(date.fromisoformat(value), "F j, Y"),
}
