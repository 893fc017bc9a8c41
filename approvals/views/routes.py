"""Which offices decide: for everyone to read, for two offices to change."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals import actions, routes, story
from approvals.forms.routes import RouteForm
from approvals.models import Route
from approvals.routes import BadRoute
from approvals.views.request import signed_in
from registry.people import proof
from registry.people.refusal import Stale
from registry.people.rules import may


@require_safe
def all_routes(request: HttpRequest) -> HttpResponse:
    """The three routes with their offices, steps and working days."""
    may_change = may(routes.check_may_change, signed_in(request))
    return render(request, "approvals/routes.html", {"routes": story.all_routes(), "may_change": may_change})


def about_route(view: Callable[[HttpRequest, Route], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the route of the address: 404 where there is none, 403 for whoever may not change it."""

    @wraps(view)
    def entered(request: HttpRequest, kind: str) -> HttpResponse:
        found = Route.objects.filter(kind=kind).select_related("changed_by").first()
        if found is None:
            raise Http404
        routes.check_may_change(signed_in(request))
        return view(request, found)

    return entered


@require_http_methods(["GET", "HEAD", "POST"])
@about_route
@proof.needs_factor(proof.DECISION_MINUTES)
def change(request: HttpRequest, found: Route) -> HttpResponse:
    """Which offices are heard, in which step, in how many working days; for requests sent from now on."""
    if request.method != "POST":
        return _page(request, found, RouteForm.showing(found))
    form = RouteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    given = {"stops": form.stops(), "seen": form.cleaned_data["seen"]}
    try:
        actions.change_route(found, by=signed_in(request), proof=proof.proof_of(request), **given)
    except BadRoute as bad:
        form.refuse(bad)
        return _page(request, found, form, 422)
    except Stale as stale:
        return _page(request, found, RouteForm.showing(found), stale.status, stale=str(stale))
    messages.success(request, _("Route saved. Requests sent from now on go this way."))
    return redirect("approvals:routes")


def _page(request: HttpRequest, found: Route, form: RouteForm, status: int = 200, stale: str = "") -> HttpResponse:
    context = {"route": found, "form": form, "stale": stale}
    return render(request, "approvals/route.html", context, status=status)
