"""What makes sense as a season of the district or as the day a class graduates, and who says so (E3.46, E5.74)."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Season, SeasonCode
from accounts.models.season import school_year_label, school_year_of
from accounts.rules.declaring import LAST_CLASS
from accounts.rules.students import check_names_nobody
from registry import clock
from registry.folding import folded
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "domain: season"
#: How many school years back and ahead seasons are kept.
BACK, AHEAD = 1, 3


@dataclass(frozen=True)
class Span:
    """A season of one school year as somebody typed it; `name` only where it is none of the usual ones."""

    code: str
    name: str
    school_year: int
    starts_on: date
    ends_on: date


def check_may_edit(user: User) -> None:
    """Raise `Refused` unless they keep them: campaigns, rotations and what rests follow these days."""
    if not powers.has_power(user, Power.KEEP_SEASONS):
        message = _("Only Communications and the superintendent can change seasons and graduation days.")
        raise Refused(message, rule=RULE)


def school_years() -> list[int]:
    """The school years in which a season can lie, by the year in which each ends."""
    now = school_year_of(clock.today())
    return list(range(now - BACK, now + AHEAD + 1))


def check_span(said: Span) -> None:
    """Raise `Refused`, at the field, for a season that cannot be."""
    if said.code not in SeasonCode.values or said.school_year not in school_years():
        raise Refused(_("Choose a season and a school year from the lists."), rule=RULE, field="code")
    if said.code == SeasonCode.OTHER and not said.name:
        raise Refused(_("Give the season a name."), rule=RULE, field="name")
    if said.code != SeasonCode.OTHER and said.name:
        message = _("Only another season has a name. Leave it empty, or choose “Another one”.")
        raise Refused(message, rule=RULE, field="name")
    check_names_nobody(said.name, "name")
    check_days(said)


def check_days(said: Span) -> None:
    """Raise `Refused` for days in the wrong order or outside the school year."""
    if said.ends_on <= said.starts_on:
        raise Refused(_("The season ends before it begins. Check both days."), rule=RULE, field="ends_on")
    first, last = date(said.school_year - 1, 7, 1), date(said.school_year, 8, 31)
    words = {"year": school_year_label(said.school_year), "first": _day(first), "last": _day(last)}
    message = _("A season of %(year)s lies between %(first)s and %(last)s.") % words
    for field, day in (("starts_on", said.starts_on), ("ends_on", said.ends_on)):
        if not first <= day <= last:
            raise Refused(message, rule=RULE, field=field)


def check_is_new(said: Span, *, but: Season | None = None) -> None:
    """Raise `Refused` where the year has the season, or it would go on while the same one of another year does."""
    rows = Season.objects.filter(removed_at=None, code=said.code)
    for row in [row for row in rows if row != but and folded(row.name) == folded(said.name)]:
        days = {"season": str(row), "first": _day(row.starts_on), "last": _day(row.ends_on)}
        if row.school_year == said.school_year:
            message = _("%(season)s is there already: %(first)s to %(last)s.")
            raise Refused(message % days, rule=RULE, field="code")
        if row.starts_on <= said.ends_on and said.starts_on <= row.ends_on:
            message = _("%(season)s goes on from %(first)s to %(last)s. The two would overlap.")
            raise Refused(message % days, rule=RULE, field="starts_on")


def check_can_change(season: Season) -> None:
    """Raise `Stale` where it was taken out before."""
    if season.removed_at:
        raise Stale(_("%(season)s is no longer in the list.") % {"season": season})


def check_can_remove(season: Season) -> None:
    """Raise `Refused` where a campaign that is open asks by it."""
    check_can_change(season)
    if season.campaigns.filter(closed_at=None).exists():
        message = _("A campaign for %(season)s is open. Close or cancel it first.")
        raise Refused(message % {"season": season}, rule=RULE)


def check_graduation(class_year: int, on: date) -> None:
    """Raise `Refused`, at the field, for a class of long ago or far ahead, or a day outside its year."""
    now = school_year_of(clock.today())
    if not now - BACK <= class_year <= now + LAST_CLASS:
        words = {"first": now - BACK, "last": now + LAST_CLASS}
        message = _("Enter a class from %(first)d to %(last)d, by the year in which it graduates.")
        raise Refused(message % words, rule=RULE, field="class_year")
    if on.year != class_year:
        message = _("The class of %(year)d graduates in %(year)d. Check the day.")
        raise Refused(message % {"year": class_year}, rule=RULE, field="on")


def _day(day: date) -> str:
    return date_format(day, "F j, Y")
