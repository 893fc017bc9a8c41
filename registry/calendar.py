"""The district's working days: every day but Saturdays, Sundays and what its calendar names (E1.20).

Due dates, reminders and lead times count by these. Ten-month staff need no rule of their own: the summer is a holiday.
"""

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from registry import clock
from registry.models import Holiday

SATURDAY = 5
DAY = timedelta(days=1)
#: A Monday long ago; days are counted from it.
BEGINNING = date(2001, 1, 1)


class WorkingDays:
    """The calendar as it is now, read once: ask it as often as you like."""

    def __init__(self) -> None:
        ranges = Holiday.objects.filter(removed_at=None).values_list("starts_on", "ends_on")
        #: The weekdays on which the district is closed, sorted.
        self.closed = sorted({day for first, last in ranges for day in _weekdays(first, last)})
        self._closed = frozenset(self.closed)

    def is_working(self, day: date) -> bool:
        """Whether the district works on that day."""
        return day.weekday() < SATURDAY and day not in self._closed

    def on_or_after(self, day: date) -> date:
        """The day itself if the district works then, else the next one on which it does."""
        while not self.is_working(day):
            day += DAY
        return day

    def after(self, days: int, start: date) -> date:
        """The date that many working days after `start`, which does not count itself."""
        due = start
        for _each in range(days):
            due = self.on_or_after(due + DAY)
        return due

    def between(self, start: date, end: date) -> int:
        """How many working days there are after `start`, up to and with `end`; none when `end` is not later."""
        return max(self._until(end) - self._until(start), 0)

    def _until(self, day: date) -> int:
        """Working days from the beginning up to and with the day."""
        weeks, rest = divmod((day - BEGINNING).days + 1, 7)
        return weeks * SATURDAY + min(rest, SATURDAY) - bisect_right(self.closed, day)


@lru_cache(maxsize=256)
def _weekdays(first: date, last: date) -> tuple[date, ...]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < SATURDAY)


def due_after(days: int, start: date | None = None) -> date:
    """The date that many working days from today, or from `start`."""
    return WorkingDays().after(days, start or clock.today())
