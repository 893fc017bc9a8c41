"""The values of a request's text in the words of the page."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccountClass
from approvals.models import ImagesPlan, Kind


def words(name: str, value: Any, platforms: Mapping[str, str]) -> str:
    """The value of a field of a text, as the page says it; `platforms` are names by slug."""
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
