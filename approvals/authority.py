"""Authority that is over: an office somebody held while a page was open (E1.5)."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.models import Seat
from registry import clock
from registry.people.models import Appointment, User


def why_none(seat: Seat, user: User) -> str:
    """Why this person may not decide: the number of what ended, else that they hold no such office."""
    office = seat.get_office_display()
    row = next(iter(_over(seat, user)), None)
    if row is None or row.last_day is None:
        return _("You do not hold the office of %(office)s for this request today.") % {"office": office}
    words = {"office": office, "number": row.number, "day": date_format(row.last_day, "F j, Y")}
    return _("You do not hold the office of %(office)s any more: %(number)s ended on %(day)s.") % words


def held_since(seat: Seat, user: User) -> bool:
    """Whether an appointment of theirs, over by now, held for this seat at some time since it opened."""
    opened = clock.local(seat.opened_at).date() if seat.opened_at else clock.today()
    return any(row.last_day is not None and row.last_day >= opened for row in _over(seat, user))


def _over(seat: Seat, user: User) -> list[Appointment]:
    """Their appointments for this seat that hold no longer, the latest first."""
    unit = seat.round.request.unit
    rows = user.appointments.filter(office=seat.office, starts_on__lte=clock.today())
    rows = rows.exclude(pk__in=user.appointments.in_force()).select_related("unit", "on_behalf_of").order_by("-pk")
    return [row for row in rows if row.unit is None or (unit and row.unit.covers(unit))]
