"""Silence reminds, then escalates one step up; it never means yes. Through the daily command and the pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import actions, rules
from approvals.models import Request, RouteStep
from approvals.workflow import Status
from registry import clock
from registry.audit.models import Entry
from registry.people import actions as people
from registry.people.calendar import Closed
from registry.people.models import Appointment, Office
from tests.approvals.days import (
    FRIDAY,
    MONDAY,
    NEXT_THURSDAY,
    NEXT_WEDNESDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    chased,
    letters,
    on,
    text_of,
)
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
ALL = ("reminder", "next_up", "escalated", "stuck")


@pytest.fixture
def request_(cast: Cast) -> Request:
    """With the principal of the high school; the district's own administrator is the next one up the tree."""
    people.appoint(
        person=cast.teacher, office=A, unit=cast.units.district, starts_on=clock.today(), by=cast.superintendent
    )
    return make_request(cast, "with_administrator")


def test_whoever_is_asked_is_reminded_once_the_working_day_before(cast: Cast, request_: Request) -> None:
    assert seat_of(request_, A).due_on == MONDAY
    assert chased(WEDNESDAY, THURSDAY, FRIDAY, FRIDAY, SATURDAY, MONDAY) == [0, 0, 1, 0, 0, 0]
    assert letters(request_, *ALL) == {("reminder", cast.principal.name): 1}
    said = text_of(request_, "reminder", FRIDAY)
    assert said
    assert said.subject.startswith("Reminder, decision needed by Mon, Nov 17: Instagram for")
    assert "never approved by silence" in " ".join(said.text.split())


def test_a_late_decision_goes_one_step_up_and_stays_open_to_whoever_was_asked(cast: Cast, request_: Request) -> None:
    assert chased(FRIDAY, MONDAY, *[TUESDAY] * 5) == [1, 0, 1, 0, 0, 0, 0]
    seat = seat_of(request_, A)
    assert (seat.asked, seat.first_asked, seat.due_on, seat.why) == (
        cast.teacher,
        cast.principal,
        NEXT_THURSDAY,
        "Marcus Bell has not decided for 4 working days.",
    )
    assert letters(request_, "next_up", "escalated", "stuck") == {
        ("next_up", cast.teacher.name): 1,
        ("escalated", cast.requester.name): 1,
        ("escalated", cast.principal.name): 1,
    }
    page = signed_in(cast.requester).get(request_.get_absolute_url()).text
    assert f"{cast.teacher.name} has not decided yet, due Thu, Nov 20. Marcus Bell has not decided for" in page
    with on(TUESDAY):
        assert (rules.check_can_decide(seat, cast.principal).office, request_.status) == (A, Status.DECIDING)
        decide(request_, A, cast.principal)
    request_.refresh_from_db()
    assert [one.asked for one in request_.rounds.get().seats.filter(step=2)] == [cast.superintendent, cast.director]


def test_the_next_person_up_hears_who_is_late_and_by_when(cast: Cast, request_: Request) -> None:
    chased(FRIDAY, TUESDAY)
    said = text_of(request_, "next_up", TUESDAY)
    told = text_of(request_, "escalated", TUESDAY)
    assert said
    assert told
    assert said.subject.startswith("Late, decision needed by Thu, Nov 20: Instagram for")
    assert "Marcus Bell has not decided for 4 working days." in said.text
    assert told.subject.startswith(f"{cast.teacher.name} is asked now: Instagram for")
    assert "Whoever was asked before may still decide." in " ".join(told.text.split())


def test_after_days_without_a_run_there_is_one_letter_and_nobody_is_passed_over_unreminded(
    cast: Cast, request_: Request
) -> None:
    late = date(2025, 12, 9)
    assert chased(late, late, late + timedelta(days=1)) == [1, 0, 1]
    assert letters(request_, *ALL) == {
        ("reminder", cast.principal.name): 1,
        ("next_up", cast.teacher.name): 1,
        ("escalated", cast.requester.name): 1,
        ("escalated", cast.principal.name): 1,
    }


def test_where_nobody_is_further_up_the_superintendent_and_the_requester_hear_it_once(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    assert chased(FRIDAY, TUESDAY, TUESDAY, NEXT_WEDNESDAY, date(2026, 1, 15)) == [1, 1, 0, 0, 0]
    seat = seat_of(request, A)
    assert (seat.asked, seat.first_asked, seat.stuck_on) == (cast.principal, None, TUESDAY)
    assert letters(request, "next_up", "escalated", "stuck") == {
        ("stuck", cast.requester.name): 1,
        ("stuck", cast.superintendent.name): 1,
    }
    said = text_of(request, "stuck", TUESDAY)
    assert said
    assert said.subject.startswith("Late, and nobody further up: Instagram for")


def test_the_top_steps_up_to_its_designee_and_then_to_the_alternate_once(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    days = [FRIDAY, MONDAY, TUESDAY, NEXT_WEDNESDAY, NEXT_THURSDAY, date(2025, 11, 21), date(2025, 11, 24)]
    chased(*days)
    superintendent, director = seat_of(request, S), seat_of(request, C)
    assert (superintendent.first_asked, superintendent.asked) == (cast.superintendent, cast.designee)
    assert superintendent.why.endswith(f"Decides on behalf of {cast.superintendent.name}.")
    # The alternate stands in for one of the two: nobody fills two seats of a round.
    assert (director.first_asked, director.asked) == (cast.director, cast.alternate)
    # Two seats, one letter about each.
    assert letters(request, "stuck") == {("stuck", cast.requester.name): 2, ("stuck", cast.superintendent.name): 2}
    assert Entry.objects.filter(action="request.escalated").count() == 2
    with on(days[-1]):
        decide(request, C, cast.alternate)
        decide(request, S, cast.superintendent)
    request.refresh_from_db()
    assert request.status == Status.SETTING_UP


def test_a_designee_who_was_asked_first_gives_way_to_the_principal(cast: Cast) -> None:
    own = Appointment.objects.get(person=cast.principal)
    people.appoint(
        person=cast.ex_coach, office=A, unit=own.unit, starts_on=clock.today(), by=cast.principal, on_behalf_of=own
    )
    request = make_request(cast, "with_administrator")
    seat = seat_of(request, A)
    designee = Appointment.objects.get(person=cast.ex_coach)
    type(seat).objects.filter(pk=seat.pk).update(asked=cast.ex_coach, appointment=designee)
    chased(FRIDAY, TUESDAY)
    assert seat_of(request, A).asked == cast.principal


def test_whoever_takes_over_has_two_days_and_is_reminded_anew(cast: Cast, request_: Request) -> None:
    chased(FRIDAY)
    with on(TUESDAY):
        people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    seat = seat_of(request_, A)
    assert (seat.asked, seat.due_on, seat.reminded_on, seat.first_asked) == (cast.teacher, NEXT_THURSDAY, None, None)
    assert chased(TUESDAY, NEXT_WEDNESDAY) == [0, 1]


def test_e1_20_nobody_is_reminded_or_passed_over_in_the_summer(cast: Cast, request_: Request) -> None:
    people.add_holiday(Closed("Summer break", date(2026, 6, 8), date(2026, 8, 28)), by=cast.sysadmin)
    actions.withdraw(request_, by=cast.requester)
    asked = []
    for day in (date(2026, 6, 2), date(2026, 6, 5)):
        with on(day, 8):
            asked.append(make_request(cast, "with_administrator"))
    assert [seat_of(request, A).due_on for request in asked] == [date(2026, 6, 5), date(2026, 9, 2)]
    assert chased(date(2026, 6, 4), date(2026, 6, 5)) == [1, 0]
    summer = [date(2026, 6, 8) + timedelta(days=number) for number in range(0, 80, 9)]
    assert set(chased(*summer)) == {0}
    assert chased(date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)) == [1, 2, 0]
    assert [seat_of(request, A).asked for request in asked] == [cast.teacher, cast.principal]
    assert [letters(request, "reminder")[("reminder", cast.principal.name)] for request in asked] == [1, 1]


def test_a_day_that_becomes_a_holiday_gives_the_next_working_day(cast: Cast, request_: Request) -> None:
    chased(FRIDAY)
    people.add_holiday(Closed("Snow", MONDAY, MONDAY), by=cast.sysadmin)
    assert chased(MONDAY, TUESDAY, NEXT_WEDNESDAY) == [0, 0, 1]


def test_nobody_is_reminded_on_the_day_they_are_asked(cast: Cast) -> None:
    RouteStep.objects.update(days=1)
    request = make_request(cast, "with_administrator")
    assert seat_of(request, A).due_on == THURSDAY
    assert chased(WEDNESDAY, THURSDAY, FRIDAY) == [0, 1, 1]


def test_silence_never_means_yes(cast: Cast, request_: Request) -> None:
    for number in range(3, 120):
        chased(WEDNESDAY + timedelta(days=number)) if number % 7 == 2 else None
    request_.refresh_from_db()
    assert (request_.status, request_.rounds.get().decisions.count()) == (Status.DECIDING, 0)


# By hand -------------------------------------------------------------------------------------------------------------


def test_the_requester_sends_one_reminder_per_working_day(cast: Cast, request_: Request) -> None:
    client, path = signed_in(cast.requester), f"{request_.get_absolute_url()}remind/"
    assert f'action="{path}"' in client.get(request_.get_absolute_url()).text
    answers = [client.post(path) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "A reminder was sent today already." in answers[1].text
    assert f'action="{path}"' not in client.get(request_.get_absolute_url()).text
    with on(SATURDAY):
        refused = signed_in(cast.requester).post(path)
    assert (refused.status_code, "You can send a reminder on Monday, November 17." in refused.text) == (403, True)
    with on(MONDAY):
        assert signed_in(cast.requester).post(path).status_code == 302
    assert letters(request_, "reminder") == {("reminder", cast.principal.name): 2}


def test_a_reminder_by_hand_and_the_daily_one_make_one_letter_a_day(cast: Cast, request_: Request) -> None:
    with on(FRIDAY, 9):
        actions.remind(request_, by=cast.requester)
    assert chased(FRIDAY) == [1]
    assert letters(request_, "reminder") == {("reminder", cast.principal.name): 1}


def test_nobody_else_reminds_and_a_decided_request_needs_none(cast: Cast, request_: Request) -> None:
    path = f"{request_.get_absolute_url()}remind/"
    assert [signed_in(who).post(path).status_code for who in (cast.coach, cast.principal, cast.stranger)] == [
        403,
        403,
        404,
    ]
    declined = make_request(cast, "declined")
    answer = signed_in(cast.requester).post(f"{declined.get_absolute_url()}remind/")
    assert (answer.status_code, f"Nobody is being asked about {declined.reference} now." in answer.text) == (409, True)


@pytest.mark.parametrize("day", [FRIDAY, date(2025, 12, 5)])
def test_what_the_daily_run_asks_does_not_grow_with_what_is_not_due(cast: Cast, day: date) -> None:
    def count() -> int:
        with on(day), CaptureQueriesContext(connection) as captured:
            actions.chase_due()
        return len(captured)

    found = []
    for more in (1, 2, 7):
        for _each in range(more):
            with on(day, 8):
                make_request(cast, "with_administrator")
        found.append(count())
    assert len(set(found)) == 1
