"""How a page of this room is entered: fetch, authorize, and only then do."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from registry.forms import MooringForm
from registry.people.models import User
from registry.people.refusal import Refused, Stale

View = Callable[..., HttpResponse]
page = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> User:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else this far."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("This page is for people who are signed in.")
    return user


def about_person(check: Callable[[User, User], None]) -> Callable[[View], View]:
    """Hand the view the person of the address (404 if there is none) once `check(me, person)` lets it (403)."""

    def door(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, pk: UUID) -> HttpResponse:
            person = get_object_or_404(User.objects.select_related("unit"), pk=pk)
            check(me(request), person)
            return view(request, person)

        return entered

    return door


def done(form: MooringForm, act: Callable[[], object]) -> bool:
    """Do it; a refusal of what was typed lands above the form, where what was typed is kept."""
    try:
        act()
    except Stale:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def confirm(request: HttpRequest, person: User, act: Callable[[], object], **words: Any) -> HttpResponse:
    """Ask on GET, act on POST, and back to the person."""
    if request.method == "POST":
        act()
        return redirect("people:person", pk=person.pk)
    return render(request, "people/confirm.html", {"person": person, **words})
