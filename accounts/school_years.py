"""The district's seasons and graduation days, ready to be drawn; three queries, however many there are."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from accounts.models import Graduation, Season
from accounts.models.season import school_year_label, school_year_of
from accounts.rules.reasons import terms
from accounts.rules.seasons import school_years
from registry import clock

#: Classes whose day is shown also where nobody has said another than the usual one.
CLASSES_AHEAD = 4


@dataclass(frozen=True)
class Class:
    """One class, and its day: the usual one, or one that somebody has set."""

    year: int
    on: date
    is_usual: bool

    @property
    def has_graduated(self) -> bool:
        return self.on <= clock.today()


def years() -> list[tuple[str, list[Season]]]:
    """The seasons of last school year and of those to come, by year, each in its order."""
    rows = Season.objects.filter(removed_at=None, school_year__gte=school_years()[0]).order_by(
        "school_year", "starts_on"
    )
    return [(school_year_label(year), list(some)) for year, some in groupby(rows, key=lambda row: row.school_year)]


def classes() -> list[Class]:
    """The classes in school, and others with a day of their own that is not long past."""
    now = school_year_of(clock.today())
    said = dict(Graduation.objects.filter(class_year__gte=now - 1).values_list("class_year", "on"))
    shown, usual = sorted({*range(now, now + CLASSES_AHEAD), *said}), usual_day()
    return [Class(year, said.get(year) or usual.replace(year=year), year not in said) for year in shown]


def usual_day(year: int | None = None) -> date:
    """The day on which a class graduates where nobody has said another."""
    usual = terms()
    return date(year or clock.today().year, usual.graduates_month, usual.graduates_day)
