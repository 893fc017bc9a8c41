"""More platforms in one request: rows of a platform and a handle below the first, added and removed without script."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Platform
from approvals.items import MOST
from approvals.models import Request

#: The numbers a further row may have; the first item is the form's own.
MORE = range(2, MOST + 1)
HANDLES = frozenset(f"handle_{number}" for number in MORE)


def fields_of(number: int) -> dict[str, forms.Field]:
    """Platform and handle of a further row."""
    platforms = Platform.objects.offered()
    return {
        f"platform_{number}": forms.ModelChoiceField(
            platforms,
            label=_("Platform %(number)s") % {"number": number},
            required=False,
            empty_label=_("Choose a platform"),
            widget=forms.Select({"optional": False, "width": "md"}),
        ),
        f"handle_{number}": forms.CharField(
            label=_("Handle on platform %(number)s") % {"number": number},
            max_length=300,
            required=False,
            widget=forms.TextInput(
                {
                    "optional": False,
                    "spellcheck": "false",
                    "autocapitalize": "none",
                    "autocomplete": "off",
                    "width": "md",
                }
            ),
        ),
    }


def rows_in(data: Any, request: Request) -> list[int]:
    """The further rows a form has: those that were sent, else one for each further item of the request."""
    if data is None:
        return list(MORE)[: max(request.items.count() - 1, 0)]
    return [number for number in MORE if {f"platform_{number}", f"handle_{number}"} & set(data)]


def initial_rows(request: Request) -> dict[str, Any]:
    """The further items as their rows say them."""
    items = list(request.items.select_related("platform"))[1:]
    pairs = zip(MORE, items, strict=False)
    return {
        name: value
        for number, item in pairs
        for name, value in ((f"platform_{number}", item.platform), (f"handle_{number}", item.handle))
    }


def changed_rows(data: QueryDict) -> QueryDict | None:
    """What was sent with a row more (`add`) or less (`remove` names it), or as it is where handles are looked up
    (`look`); None where no such button was used.
    """
    rows = [number for number in MORE if {f"platform_{number}", f"handle_{number}"} & set(data)]
    if "look" in data:
        return data
    if "add" in data:
        return _with(data, [*_pairs(data, rows), ("", "")])
    if data.get("remove", "") in {str(number) for number in rows}:
        return _with(data, _pairs(data, [number for number in rows if str(number) != data["remove"]]))
    return None


def _pairs(data: QueryDict, rows: list[int]) -> list[tuple[str, str]]:
    return [(data.get(f"platform_{number}", ""), data.get(f"handle_{number}", "")) for number in rows]


def _with(data: QueryDict, pairs: list[tuple[str, str]]) -> QueryDict:
    changed = data.copy()
    for number in MORE:
        changed.pop(f"platform_{number}", None)
        changed.pop(f"handle_{number}", None)
    for number, (platform, handle) in zip(MORE, pairs, strict=False):
        changed[f"platform_{number}"], changed[f"handle_{number}"] = platform, handle
    return changed
