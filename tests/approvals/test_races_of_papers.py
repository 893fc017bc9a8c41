"""The same scan for two decisions at once, over real connections: one stands, the other is refused. PostgreSQL only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from approvals import actions
from approvals.models import Decision, Request, Scan
from approvals.said import Said
from registry import clock
from registry.people.models import Office, User
from registry.people.refusal import Refused
from tests.approvals.papers import pdf
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_request, proof_of, seat_of

pytestmark = pytest.mark.postgres
TIMES = 5


def test_one_scan_sent_for_two_requests_at_once_stands_for_one(district: Cast, two: ThreadPoolExecutor) -> None:
    came: list[str] = []
    for number in range(TIMES):
        scan = pdf(f"/Number {number}".encode())
        by = (district.communications, district.second_communications)
        requests = [make_request(district, "with_both") for _ in by]
        acts = [_recording(district, one, who, scan, came) for one, who in zip(requests, by, strict=True)]
        at_once(two, *acts)
        assert Decision.objects.filter(round__request__in=requests, offline=True).count() == 1
    assert (came.count("done"), came.count("refused"), Scan.objects.count()) == (TIMES, TIMES, TIMES)


def _recording(cast: Cast, request: Request, by: User, scan: bytes, came: list[str]) -> Callable[[], None]:
    seat = seat_of(request, Office.SUPERINTENDENT)
    seen = {"seen_hash": seat.round.text_hash, "proof": proof_of(by)}
    how: dict[str, Any] = {"decider": cast.superintendent, "decided_on": clock.today(), "scan": scan}

    def act() -> None:
        try:
            actions.record_on_paper(seat, Said("yes"), by=by, **how, **seen)
        except Refused:
            came.append("refused")
        else:
            came.append("done")

    return act
