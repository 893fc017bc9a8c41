"""An office holds from its first day until midnight of its last, in the district's zone (invariant 10)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registry import clock
from registry.people.models import Appointment, Office, Unit, UnitKind, User

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
PROPERTY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def person() -> User:
    return User.objects.create_user("a.person@lakeviewps.example", name="A Person")


def holds_at(person: User, moment: datetime, **facts: object) -> bool:
    with transaction.atomic(), clock.at(moment):
        Appointment.objects.create(person=person, office=Office.SUPERINTENDENT, **facts)
        held = Appointment.objects.in_force().filter(person=person).exists()
        transaction.set_rollback(True)
    return held


@PROPERTY
@given(start=DAYS, length=st.one_of(st.none(), st.integers(0, 400)), second=st.integers(0, 2 * 365 * 86_400))
@example(
    start=SPRING,
    length=0,
    second=int((datetime(2026, 3, 9, 4, 59, 59, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds()),
)
@example(
    start=AUTUMN,
    length=0,
    second=int((datetime(2026, 11, 2, 6, 0, 0, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds()),
)
def test_an_office_holds_on_exactly_its_days(person: User, start: date, length: int | None, second: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    end = None if length is None else start + timedelta(days=length)
    day = moment.astimezone(CHICAGO).date()
    assert holds_at(person, moment, starts_on=start, ends_on=end) == (start <= day and (end is None or day <= end))


@pytest.mark.parametrize(
    ("day", "last_second"),
    [
        (SPRING, datetime(2026, 3, 9, 4, 59, 59, tzinfo=UTC)),
        (AUTUMN, datetime(2026, 11, 2, 5, 59, 59, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 3, 1, 5, 59, 59, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2027, 1, 1, 5, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_day_ends_at_its_own_midnight(person: User, day: date, last_second: datetime) -> None:
    held = [
        holds_at(person, moment, starts_on=day, ends_on=day)
        for moment in (last_second, last_second + timedelta(seconds=1))
    ]
    assert held == [True, False]


@PROPERTY
@given(day=DAYS, hours=st.integers(-48, 48))
def test_an_office_ended_early_does_not_hold_again(person: User, day: date, hours: int) -> None:
    ended = datetime.combine(day, datetime.min.time(), tzinfo=CHICAGO) + timedelta(hours=12)
    moment = ended + timedelta(hours=hours)
    expected = moment.astimezone(CHICAGO).date() < day
    assert holds_at(person, moment, starts_on=date(2025, 1, 1), ended_at=ended) == expected


def test_a_designee_holds_nothing_once_the_principal_does_not(person: User) -> None:
    other = User.objects.create_user("b.person@lakeviewps.example", name="B Person")
    own = Appointment.objects.create(
        person=other, office="superintendent", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )
    Appointment.objects.create(person=person, office="superintendent", starts_on=date(2026, 1, 1), on_behalf_of=own)
    held = [
        Appointment.objects.in_force(day).filter(person=person).exists()
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert [*held, Appointment.objects.in_force(date(2026, 6, 30)).filter(person=person).exists()] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"office": "superintendent", "starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 31)},
        {"office": "administrator", "starts_on": date(2026, 2, 1)},
        {"office": "emperor", "starts_on": date(2026, 2, 1)},
    ],
)
def test_the_database_refuses_an_appointment_that_makes_no_sense(person: User, facts: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(person=person, **facts)


def test_the_database_refuses_an_address_with_capitals(person: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="C.Person@lakeviewps.example", name="C Person")


def test_a_unit_knows_what_it_lies_under() -> None:
    district = Unit.objects.create(name="D", short_name="D", kind=UnitKind.DISTRICT)
    school = Unit.objects.create(name="S", short_name="S", kind=UnitKind.SCHOOL, parent=district)
    sport = Unit.objects.create(name="A", short_name="A", kind=UnitKind.ATHLETICS, parent=school)
    other = Unit.objects.create(name="O", short_name="O", kind=UnitKind.SCHOOL, parent=district)
    assert [unit.name for unit in sport.ancestors()] == ["A", "S", "D"]
    assert [district.covers(sport), school.covers(sport), other.covers(sport), sport.covers(school)] == [
        True,
        True,
        False,
        False,
    ]
    assert list(Unit.objects.under(school)) == [school, sport]


def test_the_tree_has_one_root() -> None:
    Unit.objects.create(name="D", short_name="D", kind=UnitKind.DISTRICT)
    for facts in ({"kind": UnitKind.DISTRICT}, {"kind": UnitKind.SCHOOL}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.create(name="E", short_name="E", **facts)
