"""The demo's letters, for anybody on this machine: in production there is no such address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.outbox import keeping

PAGE = 50


@login_not_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What was sent, newest first."""
    _demo_only()
    page = Paginator(keeping.names(), PAGE).get_page(request.GET.get("page"))
    context = {
        "letters": [mail for name in page if (mail := keeping.read(name))],
        "newer": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "outbox/letters.html", context)


@login_not_required
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter, as its reader got it."""
    _demo_only()
    mail = keeping.read(name)
    if mail is None:
        raise Http404
    return render(request, "outbox/letter.html", {"mail": mail})


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404
