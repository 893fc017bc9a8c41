"""Two at once: one permission, one sponsor, one route; the other is told. Real commits, real threads, PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.models import Authorization
from approvals import actions, routes
from approvals.models import Request, Route, RouteStep
from approvals.routes import Stop
from approvals.workflow import Status
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import Office, User
from tests.approvals.test_races import at_once, decision
from tests.cast import Cast
from tests.makers import make_permission, make_request, proof_of, seat_of

pytestmark = pytest.mark.postgres
TIMES = 8


def test_two_last_answers_at_once_give_one_permission(district: Cast, two: ThreadPoolExecutor) -> None:
    for _ in range(TIMES):
        request = make_permission(district, "with_superintendent")
        seat = seat_of(request, Office.SUPERINTENDENT)
        said = at_once(two, decision(seat, district.superintendent), decision(seat, district.designee))
        request.refresh_from_db()
        given = Authorization.objects.filter(reference=request.reference).count()
        letters = Letter.objects.filter(template="approvals/granted", about_id=request.trail_id).count()
        assert (said, request.status, given, letters) == (["done", "stale"], Status.COMPLETED, 1, 1)


def test_two_sponsors_at_once_are_one(district: Cast, two: ThreadPoolExecutor) -> None:
    for _ in range(TIMES):
        asked = make_request(district, "with_administrator", by=district.teacher)
        User.objects.filter(pk=district.teacher.pk).update(is_active=False)
        said = at_once(two, taking(asked, district.backup), taking(asked, district.principal))
        User.objects.filter(pk=district.teacher.pk).update(is_active=True)
        told = Entry.objects.filter(action="request.taken_over", object_id=asked.reference).count()
        assert (said, told) == (["done", "stale"], 1)


def taking(asked: Request, who: User) -> Callable[[], object]:
    return lambda: actions.take_over(Request.objects.get(pk=asked.pk), by=who)


def test_two_changes_of_a_route_at_once_are_one(district: Cast, two: ThreadPoolExecutor) -> None:
    route = Route.objects.get(kind="new_account")
    for days in range(1, TIMES):
        seen = routes.mark_of(routes.stops_of(Route.objects.get(pk=route.pk)))
        ways = [[Stop(1, "administrator", days)], [Stop(1, "superintendent", days)]]
        who = (district.superintendent, district.director)
        said = at_once(two, *(changing(route, way, seen, one) for way, one in zip(ways, who, strict=True)))
        assert (said, RouteStep.objects.filter(route=route).count()) == (["done", "stale"], 1)


def changing(route: Route, stops: list[Stop], seen: str, by: User) -> Callable[[], object]:
    return lambda: actions.change_route(route, stops=stops, seen=seen, by=by, proof=proof_of(by))
