"""Pages that look across."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk import work
from registry.people.models import User


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What needs me, and by when; then what I look after and what I asked for."""
    user = cast("User", request.user)
    return render(
        request, "desk/my_work.html", {"work": work.gather(user), "greeting": work.greeting(), "person": user}
    )


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    """Which keys there are, and the switch that turns them off (WCAG 2.1.4)."""
    return render(request, "desk/keyboard.html")
