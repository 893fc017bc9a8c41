"""One school year of a small district, from August to the next September, with the chores of its days.

They run every Monday, and on every day on which something is done or falls due, and the day after; on the days between
nothing can fall due, because every due date below is among them. What each run writes is all that is written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.actions import attesting, campaigns, credentials, declaring, own_seasons, seasons
from accounts.models import Account, AccountHealth, Rotation, SecretField
from accounts.rules.attesting import Answers
from accounts.rules.declaring import Knowing
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Office
from registry.vault import Secret
from tests.cast import Cast
from tests.makers import make_account, proof_of

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 8, 17), date(2027, 9, 13)
WELL = {
    "recovery_is_ours": True,
    "guidelines_kept": True,
    "password": "changed",
    "devices_out": True,
    "backup_stays": True,
}
Line = tuple[str, str, str]


@contextmanager
def on(day: date, hour: int = 15) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(hour), UTC)):
        yield


def chores() -> None:
    call_command("daily", stdout=StringIO())


def written() -> set[object]:
    return set(Letter.objects.values_list("pk", flat=True))


def everything() -> tuple[int, int, int, int]:
    return (
        Letter.objects.count(), Entry.objects.count(), Rotation.objects.filter(closed_at=None).count(),
        sum(AccountHealth.objects.values_list("reasons", flat=True)),
    )  # fmt: skip


def days(acts: dict[date, Callable[[], object]], due: list[date]) -> list[date]:
    """Every Monday, and the days that matter with the day after each."""
    mondays = [FIRST + timedelta(weeks=week) for week in range((LAST - FIRST).days // 7 + 1)]
    return sorted({*mondays, *acts, *due, *(day + timedelta(days=1) for day in due)})


def year(cast: Cast, ski: Account, music: Account) -> dict[date, Callable[[], object]]:
    """What people do, by the day on which they do it; everything else is silence."""

    def set_up() -> None:
        for code, first, last in (
            ("fall", date(2026, 8, 17), date(2026, 11, 7)),
            ("winter", date(2026, 11, 16), date(2027, 3, 6)),
            ("spring", date(2027, 3, 15), date(2027, 6, 5)),
        ):
            seasons.add(code=code, name="", school_year=2027, starts_on=first, ends_on=last, by=cast.director)
        seasons.set_graduation(class_year=2027, on=date(2027, 6, 4), by=cast.director)
        own_seasons.set_seasons(ski, seasons={("winter", "")}, by=cast.coach)
        people.appoint(
            person=cast.requester, office=Office.ADMINISTRATOR, unit=cast.units.athletics, starts_on=clock.today(),
            by=cast.superintendent,
        )  # fmt: skip

    def change_password() -> None:
        credentials.deposit(ski, values={SecretField.PASSWORD: Secret("a quite new one 88")}, by=cast.coach)
        credentials.verify(ski, by=cast.communications, proof=proof_of(cast.communications))

    return {
        date(2026, 8, 17): set_up,
        date(2026, 12, 1): lambda: declaring.declare(
            ski, Knowing("students", head_count=2, class_year=2027), by=cast.coach
        ),
        date(2027, 3, 1): lambda: campaigns.open_campaign(
            title="End of winter", kind="season", unit=cast.units.high, due_on=date(2027, 3, 26), by=cast.principal,
            season=ski_season(),
        ),
        date(2027, 4, 14): lambda: attesting.attest(ski, Answers(**WELL), seen=0, by=cast.coach),
        date(2027, 6, 21): change_password,
    }  # fmt: skip


def ski_season():
    return Season.objects.get(code="winter")


def lived(acts: dict[date, Callable[[], object]], due: list[date]) -> list[Line]:
    """Every letter of the year: the day, the letter, to whom; and that a day's chores again change nothing."""
    said: list[Line] = []
    for day in days(acts, due):
        before = written()
        with on(day, 14):
            acts.get(day, lambda: None)()
        with on(day):
            chores()
            new = Letter.objects.exclude(pk__in=before).select_related("to")
            said += sorted({(str(day), row.template, row.to.name) for row in new})
            if day in acts or day in due:
                after = everything()
                for _again in range(4):
                    chores()
                assert everything() == after, day
    return said


def test_a_school_year_of_silence_a_campaign_and_a_class_that_graduates(cast):
    ski = make_account(cast)
    music = make_account(cast, unit=cast.units.middle, custodian=cast.stranger, group="Jazz band", backup=cast.teacher)
    acts = year(cast, ski, music)
    due = [
        date(2026, 11, 7), date(2026, 11, 16), date(2027, 3, 6), date(2027, 3, 17), date(2027, 3, 26), date(2027, 3, 31),
        date(2027, 4, 5), date(2027, 4, 8), date(2027, 6, 4),
    ]  # fmt: skip
    lines = lived(acts, due)
    __import__("pathlib").Path("/tmp/seasons-x/year.txt").write_text("\n".join(map(str, lines)))
    assert lines == []
