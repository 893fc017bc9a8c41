"""When silence reminds, and when it goes to the next person up. It never means yes (domain.md, Lives)."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Recovery
from approvals.models import Request, Seat
from approvals.showing import expires_on
from approvals.telling import asked_now
from approvals.workflow import IN_ROUND
from registry import clock
from registry.calendar import WorkingDays
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may

#: How long the next person up has, in working days.
STEP_DAYS = 2
#: So long before an approval expires those concerned hear of it.
WARNING = timedelta(days=7)


def must_remind(seat: Seat, working: WorkingDays) -> bool:
    """Whether the one who is asked is reminded today: once, on the last working day before it is due or later."""
    if seat.asked_id is None or seat.due_on is None or seat.reminded_on:
        return False
    today = clock.today()
    return asked_since(seat) < today and seat.due_on <= working.after(1, today)


def must_escalate(seat: Seat, working: WorkingDays) -> bool:
    """Whether it goes to the next person up today: overdue by a working day, and reminded before today."""
    if seat.asked_id is None or seat.due_on is None or seat.reminded_on is None or seat.stuck_on:
        return False
    today = clock.today()
    return seat.reminded_on < today and working.on_or_after(seat.due_on) < today


def days_of_silence(seat: Seat, working: WorkingDays) -> int:
    """For how many working days the one who is asked now has not decided."""
    return working.between(asked_since(seat), clock.today())


def asked_since(seat: Seat) -> date:
    """Since when the one who is asked now has been asked."""
    return seat.asked_on or clock.local(seat.opened_at or clock.now()).date()


def silence_in_words(name: str, days: int) -> str:
    """“Marcus Bell has not decided for 4 working days.”"""
    said = ngettext(
        "%(name)s has not decided for one working day.", "%(name)s has not decided for %(days)s working days.", days
    )
    return said % {"name": name, "days": days}


def must_warn(request: Request, working: WorkingDays) -> bool:
    """Whether it is said today that the approval expires: a week before, or on the last working day until then."""
    day = expires_on(request)
    if day is None or request.expiry_warned_on or _is_won_back_now(request):
        return False
    return clock.today() < day <= max(clock.today() + WARNING, working.after(1, clock.today()))


def _is_won_back_now(request: Request) -> bool:
    """Whether somebody is at work to get into its account: until then its approval does not expire (E3.39)."""
    return Recovery.objects.filter(account__items__request=request, closed_at=None).exists()


def check_can_remind(request: Request, user: User) -> None:
    """Raise unless this person asked, somebody is asked, and nobody was reminded today: once per working day."""
    if user.pk != request.requester_id:
        raise Refused(_("Only the person who asked may send a reminder."), rule="domain.md: who may do what")
    seats = [seat for seat in asked_now(request) if seat.asked] if request.status in IN_ROUND else []
    if not seats:
        raise Stale(_("Nobody is being asked about %(reference)s now.") % {"reference": request.reference})
    today, working = clock.today(), WorkingDays()
    if not working.is_working(today):
        day = date_format(working.after(1, today), "l, F j")
        raise Refused(_("Today is not a working day. You can send a reminder on %(day)s.") % {"day": day})
    if request.reminded_on == today or all(seat.reminded_on == today for seat in seats):
        raise Stale(_("A reminder was sent today already. You can send the next one on the next working day."))


def can_remind(request: Request, user: User) -> bool:
    """Whether this person is shown the button: exactly when it would not be refused."""
    return may(check_can_remind, request, user)
