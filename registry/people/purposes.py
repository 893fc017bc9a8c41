"""What a second factor is asked for: each room says it for its own addresses, and the page that asks repeats it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from registry.people.models import User

Says = Callable[[User, Mapping[str, Any]], str]
_purposes: dict[str, Says] = {}


def add_purpose(view_name: str, says: Says) -> None:
    """Let a room say what its address does, from the person and the address's own arguments; empty: nothing to say."""
    _purposes[view_name] = says


def leads_to(request: HttpRequest) -> ResolverMatch | None:
    """Where the page that asks for a factor leads on to (`?next=`); None where that is no address of ours."""
    path = (request.POST.get("next") or request.GET.get("next") or "").partition("?")[0]
    try:
        return resolve(path) if path.startswith("/") else None
    except Resolver404:
        return None


def purpose_of(request: HttpRequest, user: User) -> str:
    """What the person is about to do, as a sentence that ends with why they are asked; empty where nobody says it."""
    to = leads_to(request)
    says = _purposes.get(to.view_name) if to else None
    return says(user, to.kwargs) if says and to else ""


def takes_a_factor_only(request: HttpRequest) -> bool:
    """Whether what follows takes an authenticator code or passkey: a password would lead round in a circle."""
    to = leads_to(request)
    return to is not None and hasattr(to.func, "needs_factor")
