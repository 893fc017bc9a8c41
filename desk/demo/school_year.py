"""The school year of the demo district: three seasons, a graduation day, and the teams that rest off season."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from accounts.actions import own_seasons, seasons
from accounts.models import Account, CustodyState
from accounts.models.season import school_year_of
from desk.demo.teller import Teller
from registry import clock

#: So long before today Communications puts the year in.
PUT_IN = timedelta(days=13)
TEAMS = {
    "Cross-Country": "fall", "Soccer": "fall", "Volleyball": "fall", "Girls Nordic Ski": "winter",
    "Boys Hockey": "winter", "Girls Basketball": "winter", "Swim and Dive": "winter", "Track and Field": "spring",
}  # fmt: skip


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """Communications puts the year in; a day later each custodian says in which season their team is active."""
    yield until - PUT_IN
    year = school_year_of(clock.local(until).date())
    for code, first, last in _spans(year):
        who = teller.people["JoAnn Keller"]
        seasons.add(code=code, name="", school_year=year, starts_on=first, ends_on=last, by=who)
    seasons.set_graduation(class_year=year, on=date(year, 6, 4), by=teller.people["JoAnn Keller"])
    yield teller.later(hours=24)
    for account in Account.objects.filter(group__in=TEAMS).order_by("pk"):
        held = account.custodies.get(state=CustodyState.OPEN)
        own_seasons.set_seasons(account, seasons={(TEAMS[account.group], "")}, by=held.custodian)


def _spans(year: int) -> list[tuple[str, date, date]]:
    return [
        ("fall", date(year - 1, 8, 17), date(year - 1, 11, 7)),
        ("winter", date(year - 1, 11, 16), date(year, 3, 6)),
        ("spring", date(year, 3, 15), date(year, 6, 5)),
    ]
