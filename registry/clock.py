"""The one source of time (invariant 10).

Times are stored in UTC and shown in the district's zone; school dates are dates in that zone and hold until its
midnight. Commands and tests set the clock with `at`; nothing else reads the machine's.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_set_to: ContextVar[datetime | None] = ContextVar("mooring_clock", default=None)


def now() -> datetime:
    """Return this moment, aware, in UTC: the machine's, or what `at` has set."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """Return the date it is in the district (settings.TIME_ZONE)."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return the same moment as the district's clocks show it; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def midnight(day: date) -> datetime:
    """Return the moment with which `day` begins in the district."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the clock to `moment` (aware) for the length of the block, in this thread or task only."""
    if moment.tzinfo is None:
        raise ValueError("The clock can only be set to a moment with a time zone.")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
