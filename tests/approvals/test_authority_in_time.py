"""Whatever the appointments, absences and dates, through the database: who is asked holds the office at that second.

Random trees and days around both nights on which the clocks change, compared with a plain reading of domain.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from approvals.routing import Candidate, Need, candidates, plan, why_nobody
from registry import clock
from registry.people.models import Absence, Appointment, Office, Unit, UnitKind, User

pytestmark = pytest.mark.django_db
A, S, C, X = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.ALTERNATE
CHICAGO = ZoneInfo("America/Chicago")
NIGHTS = (date(2026, 3, 8), date(2026, 11, 1))
PROPERTY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FEW = range(5)


@dataclass(frozen=True)
class Facts:
    """A row to be: whose, which office, of which unit, days from the night (an open end is None), a designee of which."""

    person: int
    office: Office
    unit: int
    first: int
    last: int | None
    principal: int | None = None


@dataclass(frozen=True)
class Case:
    night: date
    second: int
    parents: tuple[int, ...]
    rows: tuple[Facts, ...]
    absences: tuple[tuple[int, int, int], ...]
    requester: int
    custodian: int
    unit: int

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.night, datetime.min.time(), CHICAGO).astimezone(UTC) + timedelta(
            seconds=self.second
        )

    def day(self, number: int) -> date:
        return self.night + timedelta(days=number)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows: list[Facts] = []
    for number in range(draw(st.integers(0, 8))):
        first = draw(st.integers(-3, 2))
        last = draw(st.one_of(st.none(), st.integers(0, 3).map(lambda days, first=first: first + days)))
        facts = Facts(
            draw(st.sampled_from(FEW)), draw(st.sampled_from([A, A, S, C, X])), draw(st.integers(0, 3)), first, last
        )
        own = [index for index in range(number) if rows[index].principal is None]
        principal = draw(st.sampled_from([None, *own]))
        if principal is not None:
            facts = Facts(facts.person, rows[principal].office, rows[principal].unit, first, last, principal)
        rows.append(facts)
    away = st.tuples(st.sampled_from(FEW), st.integers(-2, 1), st.integers(0, 2))
    return Case(
        night=draw(st.sampled_from(NIGHTS)),
        second=draw(st.integers(-90_000, 180_000)),
        parents=tuple(draw(st.integers(0, number)) for number in range(3)),
        rows=tuple(rows),
        absences=tuple({one[0]: one for one in draw(st.lists(away, max_size=4))}.values()),
        requester=draw(st.sampled_from(FEW)),
        custodian=draw(st.sampled_from(FEW)),
        unit=draw(st.integers(0, 3)),
    )


@dataclass(frozen=True)
class World:
    case: Case
    people: list[User]
    units: list[Unit]
    rows: list[Appointment]
    needs: list[Need]


def build(case: Case) -> World:
    units = [Unit.objects.create(name="Unit 0", short_name="0", kind=UnitKind.DISTRICT)]
    for number, parent in enumerate(case.parents, 1):
        units.append(
            Unit.objects.create(name=f"Unit {number}", short_name="n", kind=UnitKind.SCHOOL, parent=units[parent])
        )
    people = [User.objects.create_user(f"p{number}@lakeviewps.example", name=f"Person {number}") for number in FEW]
    rows: list[Appointment] = []
    for one in case.rows:
        rows.append(
            Appointment.objects.create(
                person=people[one.person], office=one.office, unit=units[one.unit] if one.office == A else None,
                starts_on=case.day(one.first), ends_on=None if one.last is None else case.day(one.last),
                on_behalf_of=None if one.principal is None else rows[one.principal],
            )
        )  # fmt: skip
    for person, first, length in case.absences:
        days = {"starts_on": case.day(first), "ends_on": case.day(first + length)}
        Absence.objects.create(person=people[person], made_by=people[person], **days)
    apart = frozenset({people[case.requester].pk, people[case.custodian].pk})
    needs = [Need(office, units[case.unit], apart, frozenset(), people[case.requester].pk) for office in (A, S, C)]
    return World(case, people, units, rows, needs)


def holds(row: Appointment, day: date) -> bool:
    """In force on that local day, and so its principal."""
    fits = row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)
    return fits and (row.on_behalf_of is None or holds(row.on_behalf_of, day))


def may_fill(world: World, need: Need, day: date) -> set[object]:
    """Read plainly from domain.md: who may fill this seat at all that day, the alternate included."""
    fitting = [row for row in world.rows if holds(row, day) and row.person.pk not in need.apart]
    fitting = [row for row in fitting if row.on_behalf_of is None or row.on_behalf_of.person.pk not in need.apart]
    up = need.unit.path_ids() if need.unit else []
    own = {row.person.pk for row in fitting if row.office == need.office and (row.office != A or row.unit_id in up)}
    return own | ({row.person.pk for row in fitting if row.office == X} if need.office != A else set())


def distinct(chosen: Sequence[Candidate | None]) -> bool:
    asked = [one.person.pk for one in chosen if one]
    return len(asked) == len(set(asked))


NIGHT_OF_SPRING = Case(NIGHTS[0], 23 * 3600 - 1, (0, 0, 0), (Facts(0, S, 0, -1, 0),), (), 1, 2, 1)


@PROPERTY
@given(cases())
@example(NIGHT_OF_SPRING)
@example(Case(NIGHTS[0], 23 * 3600, (0, 0, 0), NIGHT_OF_SPRING.rows, (), 1, 2, 1))
@example(Case(NIGHTS[1], 25 * 3600 - 1, (0, 0, 0), NIGHT_OF_SPRING.rows, (), 1, 2, 1))
@example(Case(NIGHTS[1], 25 * 3600, (0, 0, 0), NIGHT_OF_SPRING.rows, (), 1, 2, 1))
def test_an_eligible_person_is_asked_or_the_request_waits_and_no_expired_authority_counts(case: Case) -> None:
    with transaction.atomic(), clock.at(case.moment):
        world, day = build(case), case.moment.astimezone(CHICAGO).date()
        chosen = plan(world.needs)
        assert distinct(chosen)
        for need, one in zip(world.needs, chosen, strict=True):
            eligible = may_fill(world, need, day)
            assert {found.person.pk for found in candidates(need, alternate=True)} == eligible
            if one is None:
                taken = {other.person.pk for other in chosen if other}
                assert eligible <= taken
                assert why_nobody(need).endswith("It waits for an appointment.")
            else:
                assert one.person.pk in eligible
                assert one.person.pk not in need.apart
                assert holds(one.appointment, day)
        transaction.set_rollback(True)


@PROPERTY
@given(cases())
def test_whoever_is_away_at_that_second_is_asked_only_where_nobody_is_there(case: Case) -> None:
    with transaction.atomic(), clock.at(case.moment):
        world, day = build(case), case.moment.astimezone(CHICAGO).date()
        away = {
            world.people[who].pk
            for who, first, length in case.absences
            if case.day(first) <= day <= case.day(first + length)
        }
        for need in world.needs:
            one = plan([need])[0]
            there = may_fill(world, need, day) - away
            assert (one is not None and one.person.pk in there) == bool(there)
        transaction.set_rollback(True)
