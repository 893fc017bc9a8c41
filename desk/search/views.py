"""One search over everything the reader may see: as a page, and as the list under the box in the masthead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from desk.search.gathering import gather, leads_to, understood
from registry.people.views.doors import me


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=`: what was found, by kind; a number goes straight to what it stands for."""
    text = understood(request.GET.get("q", ""))
    straight = leads_to(text, me(request))
    if straight:
        return redirect(straight)
    return render(request, "desk/search.html", {"answer": gather(text, me(request))})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The same as a short list without a frame, for the box in the masthead."""
    answer = gather(understood(request.GET.get("q", "")), me(request))
    return render(request, "desk/parts/suggested.html", {"answer": answer})
