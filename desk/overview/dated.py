"""What was open, late or done at the end of a day, read from rows that carry their dates. Whose it is and by when is
read as it is written now: of what is over, as it was when it ended.
"""

from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.models import Account, AccountClass, Campaign, Handoff, Packet, Reveal, Rotation
from accounts.rules.drills import JULY
from accounts.rules.handoff import terms
from approvals.models import Seat
from desk.overview.day import DAY, AsOf
from registry.calendar import WorkingDays
from registry.clock import midnight


def open_at(as_of: AsOf, closed: str) -> Q:
    """What had not ended by the end of the day."""
    return Q(**{closed: None}) | Q(**{f"{closed}__gte": as_of.end})


def rotations(as_of: AsOf) -> QuerySet[Rotation]:
    """What had to change then (`RotationQuerySet.standing`)."""
    rows = Rotation.objects.filter(open_at(as_of, "closed_at"), opened_at__lt=as_of.end)
    return rows.filter(open_at(as_of, "account__retired_at"))


def campaigns(as_of: AsOf) -> QuerySet[Campaign]:
    """The campaigns that were open then."""
    return Campaign.objects.filter(open_at(as_of, "closed_at"), opened_at__lt=as_of.end)


def packets(as_of: AsOf) -> QuerySet[Packet]:
    """What those had asked about by then, answered or not."""
    asked = open_at(as_of, "campaign__closed_at") & Q(campaign__opened_at__lt=as_of.end)
    return Packet.objects.filter(asked, opened_at__lt=as_of.end)


def unanswered(as_of: AsOf) -> Q:
    """Of those, the ones that had no answer yet."""
    return open_at(as_of, "answered_at")


def handoffs(as_of: AsOf) -> QuerySet[Handoff]:
    """What had been accepted, and was not done."""
    return Handoff.objects.filter(open_at(as_of, "closed_at"), accepted_at__lt=as_of.end)


def seats(as_of: AsOf) -> QuerySet[Seat]:
    """The decisions that were waited for."""
    in_round = open_at(as_of, "round__closed_at") & open_at(as_of, "decision__at")
    undecided = Q(decision=None) | Q(decision__at__gte=as_of.end)
    return Seat.objects.filter(in_round, undecided, opened_at__lt=as_of.end)


def late(as_of: AsOf, model: type[Model]) -> Q:
    """What should have been done before that day; a handoff so many working days after it was accepted."""
    if model is Handoff:
        return Q(accepted_at__lt=midnight(_accepted_before(as_of.day)))
    return Q(due_on__lt=as_of.day)


def handoff_due(accepted_on: date, calendar: WorkingDays) -> date:
    """By when a handoff that was accepted on that day is to be done."""
    return calendar.after(terms().finish_days, accepted_on)


def _accepted_before(day: date) -> date:
    """A handoff that was accepted before this day is late on `day`."""
    calendar, days = WorkingDays(), terms().finish_days
    accepted = day
    while calendar.after(days, accepted - DAY) >= day:
        accepted -= DAY
    return accepted


def opened(as_of: AsOf) -> QuerySet[Reveal]:
    """The logins that were opened lately."""
    return Reveal.objects.filter(failed_at=None, at__gte=as_of.lately, at__lt=as_of.end)


def made(as_of: AsOf, year: int) -> QuerySet[Account]:
    """The accounts of the district that became active in the school year that began in July of `year`."""
    return _in_year("activated_at", as_of, year)


def retired(as_of: AsOf, year: int) -> QuerySet[Account]:
    """Those of them that were retired in that school year."""
    return _in_year("retired_at", as_of, year).exclude(activated_at=None)


def _in_year(column: str, as_of: AsOf, year: int) -> QuerySet[Account]:
    return Account.objects.filter(within_year(column, as_of, year), klass__in=AccountClass.official())


def within_year(column: str, as_of: AsOf, year: int) -> Q:
    """That something happened in that school year, up to the day."""
    until: Any = min(midnight(date(year + 1, JULY, 1)), as_of.end)
    return Q(**{f"{column}__gte": midnight(date(year, JULY, 1)), f"{column}__lt": until})
