"""The day that the figures are of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import ClassVar

from django.db.models import Min

from accounts.models import AccountPast
from registry import clock
from registry.clock import midnight

DAY, YEAR = timedelta(days=1), timedelta(days=365)
#: How far back it is counted who opened most.
LATELY = timedelta(days=90)
#: Before this no district kept anything here.
FIRST = date(2000, 1, 1)


@dataclass(frozen=True)
class AsOf:
    """A day, to its end: today as it is now, or one that is over."""

    trail_kind: ClassVar[str] = "overview"
    day: date

    @property
    def trail_id(self) -> str:
        return self.day.isoformat()

    @property
    def trail_label(self) -> str:
        return self.day.isoformat()

    @property
    def is_today(self) -> bool:
        return self.day >= clock.today()

    @property
    def end(self) -> datetime:
        """The moment at which the day is over; what is dated before it counts."""
        return midnight(self.day + DAY)

    @property
    def a_year_before(self) -> datetime:
        return midnight(self.day - YEAR)

    @property
    def lately(self) -> datetime:
        return midnight(self.day - LATELY)

    @cached_property
    def first_kept(self) -> date | None:
        """The first day of which it is known how the accounts stood; None where no day is kept yet."""
        found: date | None = AccountPast.objects.aggregate(first=Min("from_on"))["first"]
        return found

    @property
    def is_known(self) -> bool:
        """Whether it is known how the accounts stood: today always."""
        return self.is_today or (self.first_kept is not None and self.first_kept <= self.day)
