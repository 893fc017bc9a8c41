"""Days that pass for a request: the daily run, and what it left in the outbox."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command

from approvals.models import Request
from registry import clock
from registry.outbox.models import Letter
from registry.outbox.rendering import Written, write

# The cast's day is Wednesday, November 12, 2025; three working days make a decision due on Monday the 17th.
WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2025, 11, day) for day in (12, 13, 14, 15))
MONDAY, TUESDAY, NEXT_WEDNESDAY, NEXT_THURSDAY = (date(2025, 11, day) for day in (17, 18, 19, 20))


@contextmanager
def on(day: date, hour: int = 12) -> Iterator[None]:
    """That day, at noon in the district unless told."""
    with clock.at(datetime.combine(day, time(hour), ZoneInfo(settings.TIME_ZONE))):
        yield


def daily(day: date) -> dict[str, int]:
    """The daily run of a day, by its command."""
    out = StringIO()
    call_command("daily", "--date", day.isoformat(), "--json", stdout=out)
    done: dict[str, int] = json.loads(out.getvalue())
    return done


def chased(*days: date) -> list[int]:
    """How many were reminded or passed over, day by day."""
    return [daily(day)["people_reminded_or_passed_over"] for day in days]


def letters(request: Request, *templates: str) -> dict[tuple[str, str], int]:
    """How many letters of these kinds went to whom."""
    names = [f"approvals/{name}" for name in templates]
    rows = Letter.objects.filter(about_id=request.reference, template__in=names).select_related("to")
    return dict(Counter((row.template.partition("/")[2], row.to.name) for row in rows))


def text_of(request: Request, template: str, day: date) -> Written | None:
    """What the last letter of a kind says when it is sent on that day."""
    letter = Letter.objects.filter(about_id=request.reference, template=f"approvals/{template}").latest("created_at")
    with on(day):
        return write(letter)
