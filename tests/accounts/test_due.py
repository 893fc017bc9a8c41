"""What is due in the register counts the district's working days, as decisions do (E1.20)."""

from datetime import UTC, date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.waiting import tasks_for
from registry import clock
from registry.people import actions as people
from registry.people.calendar import Closed
from tests.cast import Cast
from tests.makers import make_account

FRIDAY = datetime(2026, 12, 4, 18, 0, tzinfo=UTC)


def due_of(cast: Cast, kind: str) -> list[date | None]:
    return [task.due for task in tasks_for(cast.communications) if task.kind == kind]


def test_a_login_deposited_on_a_friday_is_to_be_verified_within_three_working_days(cast: Cast) -> None:
    with clock.at(FRIDAY):
        make_account(cast, "deposited")
        assert due_of(cast, "verify") == [date(2026, 12, 9)]


def test_a_holiday_is_no_working_day(cast: Cast) -> None:
    people.add_holiday(Closed("Winter day", date(2026, 12, 7), date(2026, 12, 8)), by=cast.sysadmin)
    with clock.at(FRIDAY):
        make_account(cast, "deposited")
        assert due_of(cast, "verify") == [date(2026, 12, 11)]


def test_the_calendar_is_read_once_however_much_waits(cast: Cast) -> None:
    found = []
    for more in (1, 2):
        for _each in range(more):
            make_account(cast, "deposited")
        with CaptureQueriesContext(connection) as captured:
            tasks_for(cast.communications)
        found.append(sum("holiday" in query["sql"] for query in captured))
    assert found == [1, 1]
