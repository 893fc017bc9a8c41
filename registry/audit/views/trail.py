"""The trail as a page, of all or of one thing: what the reader may see, newest first, by key and never by offset."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry import clock
from registry.audit import quiet
from registry.audit.act import act, record
from registry.audit.events import Event
from registry.audit.filters import Filters
from registry.audit.lines import days, months
from registry.audit.looking import last_look
from registry.audit.paging import Page, address
from registry.audit.readers import scope_of, sees_all
from registry.audit.timelines import heading_of


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Entries in the reader's scope (domain.md, who may do what); that they were read is an entry too."""
    filters = Filters(request.GET, request.user)
    context = _listed(request, filters) | {
        "looked": last_look(request.user),
        "sees_all": sees_all(request.user),
        "clear": reverse("audit:trail"),
    }
    _note_reading(request.user, filters.kept())
    return render(request, "trail/trail.html", context)


@require_safe
def timeline(request: HttpRequest, kind: str, identifier: str) -> HttpResponse:
    """The same of one account, with all that hangs on it, or of one person, with all they did; 404 where nothing of it
    is for this reader.
    """
    filters = Filters(request.GET, request.user, of=(kind, identifier))
    heading = heading_of(kind, identifier, scope_of(request.user))
    if heading is None:
        raise Http404
    context = _listed(request, filters) | {"heading": heading, "clear": request.path}
    _note_reading(request.user, {**filters.kept(), "about": f"{kind}:{identifier}"})
    return render(request, "trail/timeline.html", context)


def _listed(request: HttpRequest, filters: Filters) -> dict[str, Any]:
    page = Page.of(filters.question(scope_of(request.user)), request.GET)
    read = days(page.entries, request.user, sees_all=sees_all(request.user), known=filters.is_about)
    of = {} if filters.of is None else dict(zip(("kind_of", "one"), filters.of, strict=True))
    return {
        "form": filters,
        "days": read,
        "months": months(read),
        "page": page,
        "left_out": quiet.LEFT_OUT if filters.leaves_out and not filters.errors else "",
        "here": quiet.HERE if quiet.are_here(filters.chosen(), page.entries) else "",
        "with_all": address(request.GET, also="on"),
        **page.ways(request.GET),
        "copy": f"{reverse('audit:copies')}{address(request.GET, **of)}",
        "printed_at": clock.now(),
        "chips": [{"label": words, "url": address(request.GET, **{name: None})}
                  for name, words in filters.in_words().items()],
    }  # fmt: skip


@act()
def _note_reading(user: Any, kept: dict[str, Any]) -> None:
    record(Event.TRAIL_READ, by=user, after=kept or None)
