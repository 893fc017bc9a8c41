"""Changing which offices are heard for a kind of request; rounds that are open keep the seats they have."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from approvals import routes, telling
from approvals.models import Route, RouteStep
from approvals.routes import Stop
from registry import audit, clock, outbox
from registry.people import proof as proofs
from registry.people.models import Office, User
from registry.people.refusal import Stale


@audit.act()
def change_route(route: Route, *, stops: Sequence[Stop], seen: str, by: User, proof: proofs.Proof | None) -> Route:
    """Let requests of this kind go another way from now on.

    `seen` is `routes.mark_of` the route that was on the page. Raises `Refused` for whoever may not, without a fresh
    second factor and for a route that cannot be (`routes.BadRoute`); `Stale` where somebody has changed it meanwhile.
    """
    routes.check_may_change(by)
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    route = Route.objects.select_for_update(of=("self",), no_key=True).get(pk=route.pk)
    before = routes.stops_of(route)
    if seen != routes.mark_of(before):
        who = route.changed_by.name if route.changed_by else _("Somebody")
        raise Stale(_("%(who)s has changed this route since you opened it. Look at it as it is now.") % {"who": who})
    routes.check_route(stops)
    if sorted(before, key=_order) == sorted(stops, key=_order):
        return route
    _lay_out(route, stops, by)
    audit.record(audit.Event.ROUTE_CHANGED, by=by, on=route, before=_facts(before), after=_facts(stops))
    _tell_who_is_left_out(route, before, stops, by)
    return route


def _tell_who_is_left_out(route: Route, before: Sequence[Stop], stops: Sequence[Stop], by: User) -> None:
    """Those of an office that is heard no longer, and two who watch over who decides: superintendent and alternate."""
    left_out = sorted({stop.office for stop in before} - {stop.office for stop in stops})
    changed = f"{route.changed_at:%Y%m%dT%H%M%S%f}:{routes.mark_of(stops)}"
    for person in telling.of_offices(*left_out, Office.SUPERINTENDENT, Office.ALTERNATE):
        if person.pk != by.pk:
            key = f"approvals/route_changed:{route.pk}:{changed}:{person.pk}"
            outbox.post(
                "approvals/route_changed", to=person, about=route, key=key, route=route.pk, left_out=",".join(left_out)
            )


def _order(stop: Stop) -> tuple[int, str]:
    return stop.step, stop.office


def _lay_out(route: Route, stops: Sequence[Stop], by: User) -> None:
    route.steps.all().delete()
    for stop in sorted(stops, key=_order):
        RouteStep.objects.create(route=route, step=stop.step, office=stop.office, days=stop.days)
    route.changed_at, route.changed_by = clock.now(), by
    route.save(update_fields=["changed_at", "changed_by"])


def _facts(stops: Sequence[Stop]) -> dict[str, list[str]]:
    return {"route": [f"{stop.step} {stop.office} {stop.days}" for stop in stops]}
