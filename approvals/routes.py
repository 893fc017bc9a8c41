"""What a route may look like, and who may change one. Which offices it names is data (domain.md, Lives)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.models import ROUTE_OFFICES, Route
from registry.people import powers
from registry.people.models import Appointment, Office, User
from registry.people.power import Power
from registry.people.refusal import Refused

#: Half a school year: a limit against slips of the finger, not a rule of the policy.
MOST_DAYS = 90


@dataclass(frozen=True)
class Stop:
    """One office on a route: at which step, and in how many working days it is to decide."""

    step: int
    office: str
    days: int


class BadRoute(Refused):
    """A route that cannot be; ``places`` are the positions of the stops that are wrong."""

    def __init__(self, message: str, *places: int) -> None:
        super().__init__(message, rule="routes")
        self.places = places


def check_may_change(user: User) -> None:
    """Raise `Refused` unless this person may change routes: superintendent or communications director themselves."""
    if not powers.has_power(user, Power.CHANGE_ROUTES):
        raise Refused(
            _("Only the superintendent and the communications director can change a route."), rule="who may do what"
        )


def check_route(stops: Sequence[Stop]) -> None:
    """Raise `BadRoute` where a request could not go this way: nobody on it, a loop, a gap, an office nobody holds."""
    if not stops:
        raise BadRoute(_("Name at least one office: nothing is approved by nobody."), 0)
    for place, stop in enumerate(stops):
        _check_office(place, stop)
        if not 1 <= stop.days <= MOST_DAYS:
            raise BadRoute(_("Enter working days from 1 to %(most)s.") % {"most": MOST_DAYS}, place)
    _check_loops(stops)
    steps = sorted({stop.step for stop in stops})
    if steps != list(range(1, len(steps) + 1)):
        raise BadRoute(_("Number the steps 1, 2, 3 without a gap; offices with the same number are asked together."), 0)


def _check_office(place: int, stop: Stop) -> None:
    if stop.office == Office.ALTERNATE:
        raise BadRoute(_("The alternate stands in for the top offices, and is on no route."), place)
    if stop.office not in ROUTE_OFFICES:
        raise BadRoute(_("Choose an office that decides requests."), place)
    if not Appointment.objects.in_force().filter(office=stop.office).exists():
        words = {"office": Office(stop.office).label.lower()}
        raise BadRoute(_("Nobody holds the office of %(office)s today. Appoint somebody first.") % words, place)


def _check_loops(stops: Sequence[Stop]) -> None:
    seen: set[str] = set()
    for place, stop in enumerate(stops):
        if stop.office in seen:
            words = {"office": Office(stop.office).label.lower()}
            raise BadRoute(_("The %(office)s is on the route twice: a request would go in a loop.") % words, place)
        seen.add(stop.office)


def stops_of(route: Route) -> list[Stop]:
    """The route as it stands."""
    return [Stop(row.step, row.office, row.days) for row in route.steps.all()]


def mark_of(stops: Sequence[Stop]) -> str:
    """A short fingerprint of a route, to tell whether it has changed since a page was drawn."""
    return hashlib.sha256(repr(list(stops)).encode()).hexdigest()[:16]
