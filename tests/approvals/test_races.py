"""Two at once, over real connections: one outcome, one event, one set of letters (invariant 2). PostgreSQL only."""

import contextvars
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from approvals import actions, telling
from approvals.actions import deciding
from approvals.models import Decision, Request, Seat
from approvals.workflow import Status
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import Office, User
from registry.people.refusal import Stale
from tests.cast import Cast
from tests.makers import make_request, proof_of, seat_of

S, C = Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
pytestmark = pytest.mark.postgres
TIMES = 30  # D3 does it a thousand times
CONTROL_TIMES = 5
WAIT = 20


def at_once(pool: ThreadPoolExecutor, *acts: Callable[[], Any]) -> list[str]:
    """Let all go in the same moment; what each came to."""
    line = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        line.wait(WAIT)
        try:
            act()
        except Stale:
            return "stale"
        return "done"

    futures = [pool.submit(contextvars.copy_context().run, run, act) for act in acts]
    return sorted(future.result() for future in futures)


def decision(seat: Seat, by: User) -> Callable[[], Any]:
    return lambda: actions.decide(seat, answer="yes", seen_hash=seat.round.text_hash, by=by, proof=proof_of(by))


def two_last(cast: Cast, request: Request) -> tuple[Callable[[], Any], ...]:
    return decision(seat_of(request, S), cast.superintendent), decision(seat_of(request, C), cast.director)


def outcome(request: Request) -> dict[str, Any]:
    request.refresh_from_db()
    letters = Letter.objects.filter(about_id=request.reference)
    return {
        "status": request.status,
        "decisions": Decision.objects.filter(round__request=request).count(),
        "approved": Entry.objects.filter(object_id=request.reference, action="request.approved").count(),
        "letters": sorted(Counter(letters.values_list("template", flat=True)).items()),
        "accounts": request.items.filter(account__isnull=False).count(),
    }


ONE_OUTCOME = {
    "status": Status.SETTING_UP,
    "decisions": 3,
    "approved": 1,
    "letters": [
        ("approvals/approved", 2),
        ("approvals/decision_needed", 3),
        ("approvals/request_received", 1),
        ("approvals/setup_needed", 4),
    ],
    "accounts": 1,
}


def test_two_last_answers_at_once_are_one_approval(district: Cast, two: ThreadPoolExecutor) -> None:
    found = []
    for _ in range(TIMES):
        request = make_request(district, "with_both")
        said = at_once(two, *two_last(district, request))
        found.append((said, outcome(request)))
    assert [one for one in found if one != (["done", "done"], ONE_OUTCOME)] == []
    assert len(found) == TIMES


def test_two_people_for_one_seat_are_one_decision(district: Cast, two: ThreadPoolExecutor) -> None:
    found = []
    for _ in range(20):
        request = make_request(district, "with_both")
        seat = seat_of(request, S)
        said = at_once(two, decision(seat, district.superintendent), decision(seat, district.designee))
        found.append((said, Decision.objects.filter(seat=seat).count()))
    assert {(tuple(said), count) for said, count in found} == {(("done", "stale"), 1)}


HUNDRED = 100


@pytest.fixture
def hundred() -> Iterator[ThreadPoolExecutor]:
    """A hundred threads, each with a connection of its own, closed at the end."""
    everyone = Barrier(HUNDRED)

    def leave() -> None:
        everyone.wait(WAIT * 3)
        connection.close()

    with ThreadPoolExecutor(HUNDRED) as pool:
        yield pool
        for future in [pool.submit(leave) for _ in range(HUNDRED)]:
            future.result()


def test_a_hundred_decisions_at_once_are_one_decision_one_event_and_one_set_of_letters(
    district: Cast, hundred: ThreadPoolExecutor
) -> None:
    request = make_request(district, "with_both")
    seat = seat_of(request, S)
    people = [district.superintendent, district.designee] * (HUNDRED // 2)
    said = at_once(hundred, *[decision(seat, person) for person in people])
    recorded = Entry.objects.filter(object_id=request.reference, action="decision.recorded")
    assert Counter(said) == {"done": 1, "stale": HUNDRED - 1}
    assert (Decision.objects.filter(seat=seat).count(), recorded.count()) == (1, 2)
    assert outcome(request) | {"status": Status.DECIDING} == {
        "status": Status.DECIDING,
        "decisions": 2,
        "approved": 0,
        "letters": [("approvals/decision_needed", 3), ("approvals/request_received", 1)],
        "accounts": 0,
    }


def test_without_the_lock_the_approval_is_lost(
    district: Cast, two: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same race must fail when nobody takes the request's row."""
    both_have_looked = Barrier(2)

    def asked_now(request: Request) -> list[Seat]:
        seats = telling.asked_now(request)
        both_have_looked.wait(WAIT)
        return seats

    found = []
    for _ in range(CONTROL_TIMES):
        request = make_request(district, "with_both")
        with monkeypatch.context() as patch:
            patch.setattr(deciding, "locked_with_people", lambda request: Request.objects.get(pk=request.pk))
            patch.setattr(deciding, "asked_now", asked_now)
            at_once(two, *two_last(district, request))
        found.append(outcome(request)["status"])
    assert found == [Status.DECIDING] * CONTROL_TIMES
