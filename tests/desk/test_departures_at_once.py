"""Two people at once about one departure, and somebody who leaves while they act. PostgreSQL only."""

from contextlib import suppress
from typing import Any

import pytest

from accounts.models import Exposure, RotationReason
from approvals.models import Decision
from desk.actions.departure import depart
from registry.people.models import Departure, Office
from registry.people.refusal import Refused
from tests.cast import Cast
from tests.makers import decide, make_account, make_request, reveal

pytestmark = pytest.mark.postgres


def both(two: Any, *acts: Any) -> list[Any]:
    def answer(act: Any) -> Any:
        try:
            return act()
        except Refused as refused:
            return refused

    return [one.result(30) for one in [two.submit(answer, act) for act in acts]]


def test_two_who_have_somebody_leave_make_one_departure(district: Cast, two: Any) -> None:
    make_account(district, "active")
    acts = [lambda by=by: depart(district.coach, why="leaves", by=by) for by in (district.director, district.sysadmin)]
    answers = both(two, *acts)
    assert sorted(type(one).__name__ for one in answers) == ["Departure", "Stale"]
    assert Departure.objects.filter(person=district.coach).count() == 1


def test_who_opens_a_login_while_they_leave_has_not_opened_it_or_it_must_change(district: Cast, two: Any) -> None:
    account, leaver = make_account(district, "active"), district.second_communications
    both(
        two, lambda: depart(leaver, why="dismissed", by=district.director), lambda: reveal(account, leaver)
    )  # fmt: skip
    opened = Exposure.objects.filter(person=leaver, secret__field="password").exists()
    must_change = RotationReason.objects.filter(person=leaver, rotation__account=account).exists()
    assert opened == must_change


def test_who_decides_while_they_leave_has_decided_or_somebody_else_is_asked(district: Cast, two: Any) -> None:
    request = make_request(district, "with_administrator")
    both(
        two,
        lambda: depart(district.principal, why="leaves", by=district.superintendent),
        lambda: decide(request, Office.ADMINISTRATOR, district.principal),
    )
    seat = request.rounds.get().seats.get(office=Office.ADMINISTRATOR)
    with suppress(Decision.DoesNotExist):
        assert seat.decision.by == district.principal
        return
    assert seat.asked != district.principal
