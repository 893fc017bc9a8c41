"""A new account (II.6): what every account is asked for, and nothing more."""

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.finding import Check
from approvals.models import Request

HEADING = gettext_lazy("Request an account")


def asks(_request: Request, /) -> str:
    return _("has asked for a new account")


def title(request: Request, /) -> str:
    """“TikTok for Girls Nordic Ski”."""
    items = request.items.select_related("platform") if request.pk else ()
    names = list(dict.fromkeys(item.platform.name for item in items if item.platform))
    platform = get_text_list(names, _("and")) if names else _("New account")
    whom = request.group or (request.unit.name if request.unit else "")
    return _("%(platform)s for %(whom)s") % {"platform": platform, "whom": whom} if whom else platform


def text(_request: Request, /) -> dict[str, Any]:
    return {}


def facts(_request: Request, /) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return []


def missing(_request: Request, /) -> list[str]:
    return []


def checks(_request: Request, /) -> list[Check]:
    return []


def check_can_follow(_request: Request, /) -> None:
    """What every account needs is asked in `rules`."""


def ending(_request: Request, /) -> list[dict[str, str]]:
    return [
        {
            "title": _("Set-up"),
            "text": _("The custodian and Communications create it together"),
            "icon": "key-round",
            "route_title": _("Communications sets it up"),
            "route_text": _("The login starts in the vault, then you get access."),
        },
        {"title": _("Active"), "text": _("In the register as an official account")},
    ]
