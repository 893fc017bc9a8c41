"""For how long entries are kept, and which must stay today: too young for their kind, or under hold (security C6)."""

from datetime import date, datetime

from django.db.models import Q

from registry import clock
from registry.audit.events import Event
from registry.audit.filters import events_of
from registry.audit.keeping import kept_whole
from registry.audit.models import Schedule
from registry.clock import midnight

#: What was removed, and under whose authority, is never removed itself.
FOR_GOOD = Event.TRAIL_DISPOSED


def in_force(day: date | None = None) -> dict[str, Schedule]:
    """The schedule of each kind on a day, today unless said; `""` is for everything that has none of its own."""
    rows = Schedule.objects.filter(starts_on__lte=day or clock.today()).order_by("starts_on", "pk")
    return {row.kind: row for row in rows}


def kept_until(schedule: Schedule) -> datetime:
    """Entries of its kind from this moment on are kept today."""
    today = clock.today()
    year = max(today.year - schedule.years, 1970)
    leap = (today.month, today.day) == (2, 29)
    return midnight(today.replace(year=year, day=28 if leap else today.day))


def newest_cut() -> datetime | None:
    """Nothing from this moment on can go under any schedule; None where there is none."""
    return max((kept_until(row) for row in in_force().values()), default=None)


def young() -> Q:
    """Entries that are kept for their age, or for good."""
    schedules = in_force()
    found, named = Q(action=FOR_GOOD), set[str]()
    for kind, row in schedules.items():
        if kind:
            events = [event.value for event in events_of(kind)]
            named.update(events)
            found |= Q(action__in=events, at__gte=kept_until(row))
    rest = ~Q(action__in=named)
    if "" in schedules:
        rest &= Q(at__gte=kept_until(schedules[""]))
    return found | rest


def held() -> Q:
    """Entries that are kept whatever their age, as under a legal hold: said by rooms above."""
    return kept_whole()
