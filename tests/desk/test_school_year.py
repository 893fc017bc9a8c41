"""One school year of a small district, from August to the next September, with the chores of its days.

They run every Monday, on every day on which somebody does something or something falls due, and on the day after; on the
days between nothing can fall due, because every due date is among them. What the runs wrote is all that was written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.actions import attesting, campaigns, credentials, declaring, own_seasons, renewal, seasons
from accounts.models import Account, AccountHealth, Rotation, Season, SecretField
from accounts.rules.attesting import Answers
from accounts.rules.declaring import Knowing
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Office
from registry.vault import Secret
from tests.cast import Cast
from tests.makers import make_account, proof_of, reveal

pytestmark = [pytest.mark.django_db, pytest.mark.long]
FIRST, LAST = date(2026, 8, 17), date(2027, 9, 13)
WELL = Answers(recovery_is_ours=True, guidelines_kept=True, password="changed", devices_out=True, backup_stays=True)
FALL = ("fall", date(2026, 8, 17), date(2026, 11, 7))
WINTER = ("winter", date(2026, 11, 16), date(2027, 3, 6))
SPRING = ("spring", date(2027, 3, 15), date(2027, 6, 5))
#: When something falls due: seasons turn, a packet is reminded of, is due and goes up, a rotation and a word.
DUE = [
    date(2026, 11, 7), date(2026, 11, 16), date(2027, 3, 6), date(2027, 3, 17), date(2027, 3, 26), date(2027, 3, 31),
    date(2027, 4, 5), date(2027, 4, 8), date(2027, 6, 4), date(2027, 6, 10), date(2027, 6, 11), date(2027, 6, 18),
    date(2027, 8, 20),
]  # fmt: skip
#: A packet goes up, a class graduates, a word is overdue.
FIVE_TIMES = (date(2027, 3, 31), date(2027, 6, 4), date(2027, 8, 20))
#: What the chores wrote in all that time, and to whom; beside it the seal of the trail once a week.
KEEPERS = "Helen Strand, JoAnn Keel, Ruth Amory"
STAFF = "JoAnn Keel, Lena Fisk, Noah Beck, Sam Ortega"
WRITTEN = [
    ("2026-08-17", "accounts/drills_drawn", STAFF),
    ("2027-03-17", "accounts/packets_wait", "Erik Solberg"),
    ("2027-03-26", "accounts/packets_wait", "Erik Solberg"),
    ("2027-03-29", "accounts/care_week", STAFF),
    ("2027-03-29", "accounts/care_worse", "Erik Solberg"),
    ("2027-03-31", "accounts/packets_wait", "Maya Lind"),
    ("2027-04-05", "accounts/care_week", STAFF),
    ("2027-04-05", "accounts/packets_wait", "Marcus Bell"),
    ("2027-04-08", "accounts/packets_wait", STAFF),
    ("2027-04-12", "accounts/care_week", STAFF),
    ("2027-06-04", "accounts/rotation_opened", "Erik Solberg"),
    ("2027-06-07", "accounts/care_week", STAFF),
    ("2027-06-07", "accounts/care_worse", "Erik Solberg"),
    ("2027-06-10", "accounts/rotation_due", "Erik Solberg"),
    ("2027-06-14", "accounts/care_week", STAFF),
    ("2027-06-14", "accounts/care_worse", "Erik Solberg"),
    ("2027-06-14", "accounts/rotation_due", f"Erik Solberg, {STAFF}"),
    ("2027-07-05", "accounts/drills_drawn", STAFF),
    ("2027-08-23", "accounts/care_week", STAFF),
    ("2027-08-23", "accounts/care_worse", "Katya Ivers"),
    ("2027-08-30", "accounts/care_week", STAFF),
    ("2027-09-06", "accounts/care_week", STAFF),
    ("2027-09-13", "accounts/care_week", STAFF),
]
STATES = [
    ("2026-08-17", "resting"), ("2026-11-16", "good"), ("2027-03-07", "resting"), ("2027-03-27", "attention"),
    ("2027-04-14", "resting"), ("2027-06-04", "attention"), ("2027-06-12", "risk"), ("2027-06-21", "resting"),
]  # fmt: skip
Line = tuple[str, str, str]


@contextmanager
def on(day: date, hour: int = 15) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(hour), UTC)):
        yield


def chores() -> None:
    call_command("daily", stdout=StringIO())


def everything() -> tuple[int, int, int, int]:
    """What running the chores again must not change."""
    return (
        Letter.objects.count(), Entry.objects.count(), Rotation.objects.filter(closed_at=None).count(),
        sum(AccountHealth.objects.values_list("reasons", flat=True)),
    )  # fmt: skip


def attest(account: Account, by: object) -> None:
    last = account.attestations.first()
    attesting.attest(account, WELL, seen=last.pk if last else 0, by=by)


def change_password(account: Account, cast: Cast, by: object, word: str) -> None:
    credentials.deposit(account, values={SecretField.PASSWORD: Secret(word)}, by=by)
    reveal(account, cast.communications)
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    for row in Rotation.objects.filter(account=account, closed_at=None):
        renewal.confirm_sessions_out(row, by=by)


def year(cast: Cast, ski: Account, band: Account) -> dict[date, Callable[[], object]]:
    """What people do, by the day on which they do it; everything else is silence."""

    def august() -> None:
        for code, first, last in (FALL, WINTER, SPRING):
            seasons.add(code=code, name="", school_year=2027, starts_on=first, ends_on=last, by=cast.director)
        seasons.set_graduation(class_year=2027, on=date(2027, 6, 4), by=cast.director)
        own_seasons.set_seasons(ski, seasons={("winter", "")}, by=cast.coach)
        activities = {"person": cast.requester, "office": Office.ADMINISTRATOR, "unit": cast.units.athletics}
        people.appoint(**activities, starts_on=clock.today(), by=cast.superintendent)
        for account, custodian in ((ski, cast.coach), (band, cast.stranger)):
            change_password(account, cast, custodian, f"{account.pk} new every fall 5")
            attest(account, custodian)

    students = Knowing("students", head_count=2, class_year=2027)
    return {
        date(2026, 8, 17): august,
        date(2026, 12, 1): lambda: declaring.declare(ski, students, by=cast.coach),
        date(2027, 3, 1): lambda: campaigns.open_campaign(
            title="End of winter", kind="season", unit=cast.units.high, due_on=date(2027, 3, 26), by=cast.principal,
            season=Season.objects.get(code="winter"),
        ),
        date(2027, 4, 14): lambda: attest(ski, cast.coach),
        date(2027, 5, 24): lambda: change_password(band, cast, cast.stranger, "a tuba and 4 drums"),
        date(2027, 6, 21): lambda: change_password(ski, cast, cast.coach, "snow is gone by 88"),
    }  # fmt: skip


def days(acts: dict[date, Callable[[], object]]) -> list[date]:
    mondays = [FIRST + timedelta(weeks=week) for week in range((LAST - FIRST).days // 7 + 1)]
    return sorted({*mondays, *acts, *DUE, *(day + timedelta(days=1) for day in DUE)})


def seals(acts: dict[date, Callable[[], object]]) -> list[Line]:
    """The week's letter with the seal, on the first day of each week on which the chores run."""
    weeks: dict[tuple[int, int], date] = {}
    for day in days(acts):
        weeks.setdefault(day.isocalendar()[:2], day)
    return [(str(day), "people/checkpoint", KEEPERS) for day in weeks.values()]


def lived(acts: dict[date, Callable[[], object]], ski: Account) -> tuple[list[Line], list[tuple[str, str]]]:
    """Every letter that the chores wrote: the day, the letter, to whom; and how the ski team's account was, whenever
    that changed. On days that matter the chores run twice, on three of them five times, and only the first changes.
    """
    said, states = [], [("", "")]
    for day in days(acts):
        with on(day, 14):
            acts.get(day, lambda: None)()
        before = set(Letter.objects.values_list("pk", flat=True))
        with on(day):
            chores()
            new = Letter.objects.exclude(pk__in=before).select_related("to")
            names: dict[str, list[str]] = {}
            for row in new.order_by("template", "to__name"):
                names.setdefault(row.template, []).append(row.to.name)
            said += [(str(day), template, ", ".join(those)) for template, those in names.items()]
            state = AccountHealth.objects.get(account=ski).state
            states += [(str(day), state)] if state != states[-1][1] else []
            if day in acts or day in DUE:
                after = everything()
                for _again in range(4 if day in FIVE_TIMES else 1):
                    chores()
                assert everything() == after, day
    return said, states[1:]


def test_a_school_year_of_silence_a_campaign_and_a_class_that_graduates(cast):
    ski = make_account(cast)
    band = make_account(cast, unit=cast.units.middle, custodian=cast.stranger, group="Jazz band", backup=cast.teacher)
    acts = year(cast, ski, band)
    written, states = lived(acts, ski)
    assert written == sorted(WRITTEN + seals(acts))
    assert states == STATES
    assert not Rotation.objects.filter(closed_at=None).exists()
