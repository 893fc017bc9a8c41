"""What every page's frame needs: the navigation, the person's menu, the foot, and whether a second factor is due.

The ground floor knows the addresses (they are promised in the contract) but not what waits behind them: rooms above
hand in counts and further links through `add_nav` when the application starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypedDict

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from registry.people import proof, purposes
from registry.people.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest


class Link(TypedDict, total=False):
    """One link: `key` names it, `path` is below the site's root, `count` is what waits there, `go` the letter
    that leads there after a g (static/js/keys.js)."""

    key: str
    label: Any
    path: str
    icon: str
    count: int
    go: str


Source = Callable[[Any], Iterable[Link]]

NAV: tuple[Link, ...] = (
    {"key": "work", "label": _("My work"), "path": "", "go": "w"},
    {"key": "requests", "label": _("Requests"), "path": "requests/", "go": "r"},
    {"key": "accounts", "label": _("Accounts"), "path": "accounts/", "go": "a"},
    {"key": "people", "label": _("People"), "path": "people/", "go": "p"},
    {"key": "reports", "label": _("Reports"), "path": "reports/", "go": "e"},
    {"key": "trail", "label": _("Trail"), "path": "trail/", "go": "t"},
)
ME: tuple[Link, ...] = (
    {"key": "me", "label": _("Your details"), "path": "people/me/", "icon": "settings"},
    {"key": "factor", "label": _("Sign-in and second factor"), "path": "sign-in/2fa/", "icon": "key-round"},
    {"key": "data", "label": _("What is held about you"), "path": "people/me/data/", "icon": "id-card"},
    {"key": "sessions", "label": _("Where you are signed in"), "path": "sign-in/sessions/", "icon": "monitor"},
)
FOOT: tuple[Link, ...] = (
    {"key": "policy", "label": _("Social media policy"), "path": "policy/"},
    {"key": "help", "label": _("Help: who may do what"), "path": "people/powers/"},
    {"key": "keyboard", "label": _("Keyboard"), "path": "keyboard/"},
)
_sources: list[Source] = []


def add_nav(source: Source) -> Source:
    """Let a room above take part in the navigation; call it in its AppConfig.ready.

    `source(user)` returns links as dicts. One whose `key` is there already changes that link (`{"key": "work",
    "count": 3}`); a new one is added at the end. The same source is taken once.
    """
    if source not in _sources:
        _sources.append(source)
    return source


Tabs = Callable[["HttpRequest"], Any]
_tabs: list[Tabs] = []


def add_tabs(source: Tabs) -> Tabs:
    """Let a room above put the reader's own views above a list (`parts/saved_views.html`): `source(request)` gives
    them, or None. A page that draws none asks for none.
    """
    if source not in _tabs:
        _tabs.append(source)
    return source


def navigation(user: Any, here: str) -> list[dict[str, Any]]:
    """Return the main links for a signed-in person, each with label, url, current and count."""
    links: dict[str, dict[str, Any]] = {link["key"]: dict(link) for link in NAV}
    for source in _sources:
        for change in source(user):
            links.setdefault(change["key"], {}).update(change)
    return [_drawn(link, here) for link in links.values()]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `user`, `district_name`, `home`; `nav`, `me`, `foot`, `enrolment_due`, `…_url`, …"""
    user = getattr(request, "user", None) or AnonymousUser()
    of_all = {"user": user, "district_name": settings.DISTRICT_NAME, "home": get_script_prefix()}
    return of_all | _of(request, user, request.path_info.lstrip("/")) if isinstance(user, User) else of_all


def _of(request: HttpRequest, user: User, here: str) -> dict[str, Any]:
    """Return what only a signed-in person's pages have; nothing is asked of the database before it is drawn."""
    return {
        "nav": SimpleLazyObject(lambda: navigation(user, here)),
        "me": _with_addresses(ME),
        "foot": _with_addresses(FOOT),
        "enrolment_due": SimpleLazyObject(lambda: proof.enrolment_due(user)),
        "enrolment_url": _address("sign-in/2fa/")["url"],
        "purpose": SimpleLazyObject(lambda: purposes.purpose_of(request, user)),
        "saved": SimpleLazyObject(lambda: next(filter(None, (source(request) for source in _tabs)), None)),
    }


def _drawn(link: dict[str, Any], here: str) -> dict[str, Any]:
    return {**link, "current": _stands_under(here, link["path"]), **_address(link["path"])}


def _stands_under(here: str, path: str) -> bool:
    return here == path if not path else here.startswith(path)


def _with_addresses(links: Iterable[Link]) -> list[dict[str, Any]]:
    return [{**link, **_address(link["path"])} for link in links]


def _address(path: str) -> dict[str, str]:
    return {"url": get_script_prefix() + path}
