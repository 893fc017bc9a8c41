"""Keeping the district's calendar."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from registry import audit, clock
from registry.audit import Event
from registry.models import Holiday
from registry.people import calendar
from registry.people.calendar import Closed
from registry.people.models import User


@audit.act()
def add_holiday(closed: Closed, *, by: User) -> Holiday:
    """Put days on the calendar; raises `Refused` for dates that make no sense, or are there already.

    What was due stays due as it was told; reminders and lead times count by the new calendar from now on.
    """
    calendar.check_may_edit(by)
    calendar.check_days(closed)
    calendar.check_is_new(closed)
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(
                name=closed.name.strip(), starts_on=closed.starts_on, ends_on=closed.ends_on, added_by=by
            )
    except IntegrityError:
        calendar.check_is_new(closed)
        raise
    audit.record(Event.HOLIDAY_ADDED, by=by, on=holiday, after=_days(holiday))
    return holiday


@audit.act()
def add_holidays(days: Sequence[Closed], *, by: User) -> int:
    """Put a whole list on the calendar, or nothing: what is there already is passed over. Returns how many are new."""
    calendar.check_may_edit(by)
    there = calendar.known(days)
    new = {(one.starts_on, one.ends_on): one for one in days if (one.starts_on, one.ends_on) not in there}
    for one in new.values():
        add_holiday(one, by=by)
    return len(new)


@audit.act()
def remove_holiday(holiday: Holiday, *, by: User) -> Holiday:
    """Take days that have not begun off the calendar; raises `Refused`, or `Stale` where somebody was first."""
    calendar.check_may_edit(by)
    holiday = Holiday.objects.select_for_update(of=("self",), no_key=True).get(pk=holiday.pk)
    calendar.check_can_remove(holiday)
    holiday.removed_at, holiday.removed_by = clock.now(), by
    holiday.save(update_fields=["removed_at", "removed_by"])
    audit.record(Event.HOLIDAY_REMOVED, by=by, on=holiday, before=_days(holiday))
    return holiday


def _days(holiday: Holiday) -> dict[str, str]:
    return {"from": holiday.starts_on.isoformat(), "until": holiday.ends_on.isoformat()}
