"""Working days: no Saturdays, Sundays or days of the calendar."""

import random
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from registry import clock
from registry.calendar import WorkingDays, due_after
from registry.models import Holiday
from tests.cast import Cast

DAY = timedelta(days=1)


def closed(cast: Cast, name: str, first: date, last: date | None = None) -> Holiday:
    return Holiday.objects.create(name=name, starts_on=first, ends_on=last or first, added_by=cast.sysadmin)


def test_due_dates_pass_over_weekends_and_holidays(cast: Cast) -> None:
    assert due_after(3) == date(2025, 11, 17)  # from Wednesday: Thursday, Friday, Monday
    closed(cast, "Teachers' day", date(2025, 11, 14))
    closed(cast, "Break", date(2025, 11, 17), date(2025, 11, 18))
    assert due_after(3) == date(2025, 11, 20)


def test_e1_20_a_summer_is_one_holiday(cast: Cast) -> None:
    closed(cast, "Summer break", date(2026, 6, 8), date(2026, 8, 28))
    assert due_after(3, date(2026, 6, 4)) == date(2026, 9, 1)
    assert WorkingDays().between(date(2026, 6, 5), date(2026, 8, 31)) == 1


def test_what_was_taken_off_the_calendar_counts_again(cast: Cast) -> None:
    row = closed(cast, "Mistake", date(2025, 11, 13))
    Holiday.objects.filter(pk=row.pk).update(removed_at=clock.now(), removed_by=cast.sysadmin)
    assert due_after(1) == date(2025, 11, 13)


@pytest.mark.parametrize("seed", range(20))
def test_counting_by_arithmetic_is_counting_one_by_one(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    for number in range(12):
        first = date(2025, 9, 1) + (30 * number + dice.randint(0, 25)) * DAY
        closed(cast, f"Break {number}", first, first + dice.choice((0, 0, 1, 4, 12)) * DAY)
    working = WorkingDays()
    rows = list(Holiday.objects.values_list("starts_on", "ends_on"))
    for _each in range(40):
        start = date(2025, 9, 1) + dice.randint(0, 300) * DAY
        end = start + dice.randint(-5, 90) * DAY
        days = [start + number * DAY for number in range(1, (end - start).days + 1)]
        one_by_one = [d for d in days if d.weekday() < 5 and not any(first <= d <= last for first, last in rows)]
        assert working.between(start, end) == len(one_by_one)
        if one_by_one:
            assert working.after(len(one_by_one), start) == one_by_one[-1]


def test_the_calendar_is_read_once(cast: Cast) -> None:
    closed(cast, "Day", date(2025, 11, 13))
    with CaptureQueriesContext(connection) as captured:
        working = WorkingDays()
        [working.after(9, date(2025, 11, 12)) for _each in range(30)]
    assert len(captured) == 1


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("", date(2026, 1, 1), date(2026, 1, 1)), ("Backwards", date(2026, 1, 2), date(2026, 1, 1))],
)
def test_the_database_refuses_days_that_make_no_sense(cast: Cast, name: str, first: date, last: date) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        closed(cast, name, first, last)


def test_the_database_keeps_the_same_days_once(cast: Cast) -> None:
    closed(cast, "New Year", date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        closed(cast, "New Year again", date(2026, 1, 1))
