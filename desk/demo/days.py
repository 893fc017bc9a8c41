"""The days of the demo district: what the daily run keeps of each, so that one can look back (first of the month)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.actions import keeping_health, keeping_past

#: So long before today its days begin to be kept, and how far they lie apart.
BEGUN, APART = timedelta(days=330), timedelta(days=30)


def story(until: datetime) -> Iterator[datetime]:
    """Every month, what time has brought is looked at, and kept."""
    moment = until - BEGUN
    while moment < until:
        yield moment
        keeping_health.recompute()
        keeping_past.keep()
        moment += APART
