"""Whatever the tree of units and whoever holds which office, these always hold (invariant 1)."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.routing import Candidate, Need, candidates, next_up, plan, why_nobody
from registry.people.models import Appointment, Office, Unit, User

A, S, C, X = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.ALTERNATE
ROUTE = (A, S, C)
AWAY_UNTIL = date(2026, 8, 12)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class District:
    people: list[User]
    rows: list[Appointment]
    needs: list[Need]


@st.composite
def districts(draw: st.DrawFn) -> District:
    """A tree of units, a few people, appointments at random with designees among them, and a request of one of them."""
    units = [Unit(pk=1, name="Unit 1", path="/1/")]
    for number in range(2, draw(st.integers(2, 6))):
        parent = draw(st.sampled_from(units))
        units.append(Unit(pk=number, name=f"Unit {number}", path=f"{parent.path}{number}/", parent=parent))
    people = [User(name=f"Person {number}") for number in range(draw(st.integers(2, 6)))]
    rows: list[Appointment] = []
    for number in range(1, draw(st.integers(0, 10)) + 1):
        office = draw(st.sampled_from([A, A, S, C, X]))
        unit = draw(st.sampled_from(units)) if office == A else None
        same = [row for row in rows if row.office == office and row.unit == unit]
        principal = draw(st.sampled_from([None, *same]))
        rows.append(
            Appointment(
                pk=number, person=draw(st.sampled_from(people)), office=office, unit=unit, on_behalf_of=principal
            )
        )
    gone = draw(st.sets(st.sampled_from([person.pk for person in people])))
    for row in rows:
        row.away_until = AWAY_UNTIL if row.person.pk in gone else None
    apart = frozenset(draw(st.sets(st.sampled_from([person.pk for person in people]), min_size=1, max_size=2)))
    unit = draw(st.sampled_from(units))
    return District(people, rows, [Need(office, unit, apart) for office in ROUTE])


@unhurried
@given(districts())
def test_nobody_with_a_part_in_the_request_is_asked_nor_anybody_for_them(district: District) -> None:
    for need, one in zip(district.needs, plan(district.needs, district.rows), strict=True):
        if one:
            assert one.person.pk not in need.apart
            assert one.on_behalf_of is None or one.on_behalf_of.pk not in need.apart


@unhurried
@given(districts())
def test_no_person_is_asked_twice(district: District) -> None:
    asked = [one.person.pk for one in plan(district.needs, district.rows) if one]
    assert len(asked) == len(set(asked))


@unhurried
@given(districts())
def test_whoever_is_asked_holds_the_office_for_the_unit_or_stands_in_at_the_top(district: District) -> None:
    for need, one in zip(district.needs, plan(district.needs, district.rows), strict=True):
        if one and one.appointment.office == A:
            assert (need.office, one.appointment.unit_id in need.unit.path_ids()) == (A, True)
        elif one:
            assert one.appointment.office == need.office or (one.appointment.office == X and need.office in (S, C))


@unhurried
@given(districts())
def test_a_seat_stays_empty_only_where_no_assignment_could_fill_more(district: District) -> None:
    chosen = plan(district.needs, district.rows)
    choices = [[*candidates(need, district.rows, alternate=True), None] for need in district.needs]
    most = max(_filled(way) for way in product(*choices) if _distinct(way))
    assert _filled(chosen) == most


@unhurried
@given(districts())
def test_the_holder_of_the_nearest_unit_comes_first_and_a_designee_after(district: District) -> None:
    for need in district.needs:
        found = candidates(need, district.rows)
        order = [
            (one.away_until is not None, one.appointment.office == X, _distance(need, one), _is_designee(one))
            for one in found
        ]
        assert order == sorted(order)


@unhurried
@given(districts())
def test_whoever_is_away_is_asked_only_where_nobody_is_there(district: District) -> None:
    for need in district.needs:
        one = plan([need], district.rows)[0]
        if one and one.away_until:
            assert [
                other.person for other in candidates(need, district.rows, alternate=True) if not other.away_until
            ] == []


@unhurried
@given(districts())
def test_a_stand_in_is_there_and_stands_in_for_somebody_who_is_away(district: District) -> None:
    away = {row.person.pk for row in district.rows if row.away_until}
    for one in plan(district.needs, district.rows):
        if one and one.instead_of:
            assert (one.person.pk in away, one.instead_of.pk in away) == (False, True)


@unhurried
@given(districts())
def test_everyone_is_asked_with_a_reason_and_nobody_without_one(district: District) -> None:
    for need, one in zip(district.needs, plan(district.needs, district.rows), strict=True):
        why = one.why if one else why_nobody(need, district.rows)
        assert (why.endswith("."), "%" in why, "None" in why) == (True, False, False)


def _is_designee(one: Candidate) -> bool:
    return one.appointment.on_behalf_of is not None


@unhurried
@given(districts())
def test_silence_goes_from_one_to_the_next_until_everyone_who_may_and_is_there_was_asked_once(
    district: District,
) -> None:
    for need in district.needs:
        steps: list[Candidate] = []
        while one := next_up(need, [step.person.pk for step in steps], district.rows):
            steps.append(one)
        assert [step.person.pk for step in steps] == [
            one.person.pk for one in candidates(need, district.rows, alternate=True) if one.away_until is None
        ]
        assert not {step.person.pk for step in steps} & need.apart


@unhurried
@given(districts())
def test_the_next_person_up_is_never_one_who_decided_or_is_asked_for_another_seat(district: District) -> None:
    for need in district.needs:
        others = frozenset(person.pk for person in district.people[:2])
        one = next_up(replace(need, taken=others), [], district.rows)
        assert one is None or one.person.pk not in others


def _distance(need: Need, one: Candidate) -> int:
    return need.unit.path_ids().index(one.appointment.unit_id) if one.appointment.office == A and need.unit else 0


def _distinct(way: tuple[Candidate | None, ...]) -> bool:
    people = [one.person.pk for one in way if one]
    return len(people) == len(set(people))


def _filled(way: list[Candidate | None] | tuple[Candidate | None, ...]) -> int:
    return sum(one is not None for one in way)
