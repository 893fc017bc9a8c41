"""What makes sense on the district's calendar, and what is there already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry import clock
from registry.models import Holiday
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

#: The longest a district is closed, a summer with weeks to spare; more is a slip of the finger.
LONGEST = 120
#: How far back a day may be noted (a storm), and how far ahead breaks are planned.
BACK, AHEAD = timedelta(days=366), timedelta(days=3 * 366)


@dataclass(frozen=True)
class Closed:
    """Days on which the district is closed, as somebody typed them."""

    name: str
    starts_on: date
    ends_on: date


def check_may_edit(by: User) -> None:
    """System administrators and the communications director keep the calendar."""
    if not powers.has_power(by, Power.EDIT_CALENDAR):
        raise Refused(
            _("Only system administrators and the communications director can change the calendar."),
            rule="who may do what: settings",
        )


def check_days(closed: Closed) -> None:
    """Raise `Refused` for days in the wrong order, too many, or too far away to be meant."""
    if not closed.name.strip():
        raise Refused(_("Give the holiday a name."))
    if closed.ends_on < closed.starts_on:
        raise Refused(_("“%(name)s” ends before it begins.") % {"name": closed.name})
    if (closed.ends_on - closed.starts_on).days >= LONGEST:
        words = {"name": closed.name, "days": LONGEST}
        raise Refused(_("“%(name)s” is longer than %(days)s days. Check its dates.") % words)
    first, last = clock.today() - BACK, clock.today() + AHEAD
    if closed.starts_on < first or closed.ends_on > last:
        words = {"name": closed.name, "first": date_format(first, "F Y"), "last": date_format(last, "F Y")}
        raise Refused(_("“%(name)s” must lie between %(first)s and %(last)s.") % words)


def check_is_new(closed: Closed) -> None:
    """Raise `Refused` where the calendar has the same days."""
    there = known([closed]).get((closed.starts_on, closed.ends_on))
    if there:
        raise Refused(_("These days are on the calendar already, as “%(name)s”.") % {"name": there})


def known(days: Iterable[Closed]) -> dict[tuple[date, date], str]:
    """Which of these days the calendar has, and under what name."""
    rows = Holiday.objects.filter(removed_at=None, starts_on__in={one.starts_on for one in days})
    return {(row.starts_on, row.ends_on): row.name for row in rows}


def check_can_remove(holiday: Holiday) -> None:
    """Raise where a holiday has begun (due dates were kept by it), or was removed before."""
    if holiday.removed_at:
        raise Stale(_("“%(name)s” is no longer on the calendar.") % {"name": holiday.name})
    if holiday.starts_on <= clock.today():
        raise Refused(_("“%(name)s” has begun, and due dates were counted by it. It stays.") % {"name": holiday.name})
