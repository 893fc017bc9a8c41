"""The calendar of the demo district: the holidays that a school year in its part of the country has."""

from calendar import MONDAY, THURSDAY
from datetime import date, timedelta

from registry.people import actions
from registry.people.calendar import Closed
from registry.people.models import User

DAY = timedelta(days=1)


def put_on_calendar(around: date, *, by: User) -> None:
    """The school year of that day, the one before and the one after."""
    first = around.year - (around.month < 7)
    days = [closed for year in (first - 1, first, first + 1) for closed in school_year(year)]
    near = [one for one in days if abs((one.starts_on - around).days) < 360]
    actions.add_holidays(near, by=by)


def school_year(year: int) -> list[Closed]:
    """From the summer in which it begins to the one in which it ends."""
    thanksgiving = _nth(year, 11, THURSDAY, 4)
    break_begins = _monday_after(date(year, 12, 19))
    spring = _nth(year + 1, 3, MONDAY, 2)
    return [
        Closed("Labor Day", *_one(_nth(year, 9, MONDAY, 1))),
        Closed("Fall break", _nth(year, 10, THURSDAY, 3), _nth(year, 10, THURSDAY, 3) + DAY),
        Closed("Thanksgiving", thanksgiving, thanksgiving + DAY),
        Closed("Winter break", break_begins, break_begins + 11 * DAY),
        Closed("Martin Luther King Jr. Day", *_one(_nth(year + 1, 1, MONDAY, 3))),
        Closed("Presidents' Day", *_one(_nth(year + 1, 2, MONDAY, 3))),
        Closed("Spring break", spring, spring + 4 * DAY),
        Closed("Memorial Day", *_one(_monday_after(date(year + 1, 5, 25)))),
        Closed("Summer break", _monday_after(date(year + 1, 6, 8)), date(year + 1, 8, 20)),
    ]


def _one(day: date) -> tuple[date, date]:
    return day, day


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (number - 1)) * DAY


def _monday_after(day: date) -> date:
    """That day if it is a Monday, else the next one."""
    return day + (-day.weekday() % 7) * DAY
