"""The views above a list, ready to be drawn; and with which one somebody begins."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from desk.models import ListCode, SavedView, StartView
from desk.rules.saved import visible_to
from desk.saved.lists import BY_ROUTE, Listed, as_query, asked_in
from registry.people.models import User
from registry.people.views.doors import me


@dataclass(frozen=True)
class Tab:
    """One view as a link."""

    name: str
    url: str
    current: bool
    shared: bool = False


@dataclass(frozen=True)
class Tabs:
    """The views of one list for one reader; where the filters in use can be saved; whether a part of the view that is
    open no longer makes sense.
    """

    tabs: list[Tab]
    save: str
    manage: str
    partly: bool


def tabs_for(request: HttpRequest) -> Tabs | None:
    """What stands above the list of this page; None on any other page, and where there is nothing to show."""
    listed = BY_ROUTE.get(request.resolver_match.view_name if request.resolver_match else "")
    if listed is None or not isinstance(request.user, User):
        return None
    asked, own = asked_in(request.GET), reverse(listed.route)
    views = list(visible_to(request.user).filter(list=listed.code))
    if not views and not asked:
        return None
    tabs = [Tab(view.name, f"{own}?{view.query}", is_open(view, asked), view.shared) for view in views]
    at_one = any(tab.current for tab in tabs)
    every = Tab("", f"{own}?all=1", not asked)
    kept = "" if at_one or not asked else f"{reverse('desk:view-save', args=[listed.code])}?{as_query(asked)}"
    return Tabs([every, *tabs], kept, reverse("desk:views"), at_one and _partly(listed, request))


def is_open(view: SavedView, asked: list[tuple[str, str]]) -> bool:
    """Whether what a page was asked for is this view."""
    return asked_in(QueryDict(view.query)) == asked


def _partly(listed: Listed, request: HttpRequest) -> bool:
    return len(set(listed.read(request.GET, me(request)).pairs)) < len(asked_in(request.GET))


def start_of(user: User, code: ListCode) -> SavedView | None:
    """The view somebody begins the list with, as long as they may find it."""
    begun = StartView.objects.filter(person=user, list=code).exclude(view=None).values("view")
    return visible_to(user).filter(pk__in=begun).first()


class Beginning:
    """Middleware: who comes to a list from elsewhere, and asks for nothing in particular, begins with their view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A click inside the list, such as “Clear all”, stays there."""
        listed = BY_ROUTE.get(request.resolver_match.view_name if request.resolver_match else "")
        if listed is None or request.method != "GET" or request.META.get("QUERY_STRING"):
            return None
        came_from = request.headers.get("Referer", "").partition("?")[0]
        if not isinstance(request.user, User) or came_from == request.build_absolute_uri(request.path):
            return None
        view = start_of(request.user, listed.code)
        return redirect(f"{request.path}?{view.query}") if view else None
