"""How a page about posting is entered: the account or unit, or the designation, fetched and authorized."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import Place, Poster
from accounts.rules import posting as rules
from accounts.rules.seeing import the_account
from accounts.views.doors import me
from registry.people.models import Unit, User

View = Callable[..., HttpResponse]


def about_place(view: View) -> View:
    """Hand the view the account or the unit of the address; 404 where there is none."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID | None = None, unit: int | None = None) -> HttpResponse:
        place = the_account(me(request), uuid) if uuid else get_object_or_404(Unit, pk=unit)
        return view(request, place)

    return entered


def about_poster(check: Callable[[Poster, User], None]) -> Callable[[View], View]:
    """Hand the view the designation or proposal (404 where they may not see it) once `check` lets them (403, 409)."""

    def door(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, poster: UUID) -> HttpResponse:
            row = rules.the_poster(me(request), poster)
            check(row, me(request))
            return view(request, row)

        return entered

    return door


def allowed_here(check: Callable[[Place, User], None]) -> Callable[[View], View]:
    """Turn away who may not before a page asks them for a code."""

    def door(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, place: Place) -> HttpResponse:
            check(place, me(request))
            return view(request, place)

        return entered

    return door
