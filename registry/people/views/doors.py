"""How a page of this room is entered: fetch, authorize, and only then do."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from registry.forms import MooringForm
from registry.people.models import Appointment, User
from registry.people.refusal import Refused, Stale

View = Callable[..., HttpResponse]
page = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> User:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else this far."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("This page is for people who are signed in.")
    return user


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if nothing: an empty form that was sent has errors to show."""
    return request.POST if request.method == "POST" else None


def about_person(check: Callable[[User, User], object]) -> Callable[[View], View]:
    """Hand the view the person of the address (404 if there is none) once `check(me, person)` lets it (403)."""

    def door(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, pk: UUID) -> HttpResponse:
            person = get_object_or_404(User.objects.select_related("unit"), pk=pk)
            check(me(request), person)
            return view(request, person)

        return entered

    return door


def about_appointment(check: Callable[[User, Appointment], None]) -> Callable[[View], View]:
    """The same for an appointment."""

    def door(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, pk: int) -> HttpResponse:
            rows = Appointment.objects.select_related("person", "unit", "on_behalf_of__person")
            row = get_object_or_404(rows, pk=pk)
            check(me(request), row)
            return view(request, row)

        return entered

    return door


def done(form: MooringForm, act: Callable[[], object]) -> bool:
    """Do it if the form is sent and sound; a refusal of what was typed lands at its field or above it, all kept."""
    if not form.is_valid():
        return False
    try:
        act()
    except Stale:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def confirm(
    request: HttpRequest, person: User, act: Callable[[], object], *, said: str = "", **words: Any
) -> HttpResponse:
    """Ask on GET, act on POST and say so, and back to the person."""
    if request.method == "POST":
        act()
        if said:
            messages.success(request, said)
        return redirect("people:person", pk=person.pk)
    return render(request, "people/confirm.html", {"person": person, **words})
