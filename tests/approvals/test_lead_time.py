"""How long each office takes: the figures are those of a slow count, and who may look at them."""

import random
from datetime import date, timedelta
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import lead_time
from approvals.models import Decision
from registry import clock
from registry.models import Holiday
from registry.people import actions as people
from registry.people.calendar import Closed
from registry.people.models import Office
from tests.approvals.days import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, on
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request

DAY = timedelta(days=1)
PAGE = "/requests/lead-time/"


def slowly(first: date, last: date) -> dict[str, tuple[int, float, int]]:
    """The same, day by day."""
    closed = [(row.starts_on, row.ends_on) for row in Holiday.objects.filter(removed_at=None)]
    taken: dict[str, list[int]] = {}
    for decision in Decision.objects.all():
        assert decision.seat.opened_at
        asked, done = clock.local(decision.seat.opened_at).date(), clock.local(decision.at).date()
        if not first <= done <= last:
            continue
        days = [asked + number * DAY for number in range(1, (done - asked).days + 1)]
        worked = [day for day in days if day.weekday() < 5 and not any(one <= day <= two for one, two in closed)]
        taken.setdefault(decision.seat.office, []).append(len(worked))
    return {office: (len(days), float(median(days)), max(days)) for office, days in taken.items()}


def quickly(first: date, last: date) -> dict[str, tuple[int, float, int]]:
    return {row.office.value: (row.decisions, row.median, row.longest) for row in lead_time.by_office(first, last)}


def decided_after(cast: Cast, *days: int) -> None:
    """A request for each: asked that many days before the administrator and the superintendent decided."""
    for number in days:
        with clock.at(clock.now() + timedelta(days=number % 7)):
            request = make_request(cast, "with_administrator")
        with clock.at(clock.now() + timedelta(days=number % 7 + number)):
            decide(request, Office.ADMINISTRATOR, cast.principal)
        with clock.at(clock.now() + timedelta(days=number % 7 + 2 * number)):
            decide(request, Office.SUPERINTENDENT, cast.superintendent)


def test_the_figures_are_those_of_a_slow_count(cast: Cast) -> None:
    people.add_holiday(Closed("Thanksgiving", date(2025, 11, 27), date(2025, 11, 28)), by=cast.sysadmin)
    dice = random.Random(11)
    decided_after(cast, *[dice.randint(0, 20) for _each in range(12)])
    for first, last in (
        (WEDNESDAY, date(2026, 2, 1)),
        (FRIDAY, date(2025, 11, 30)),
        (date(2025, 12, 1), date(2025, 12, 1)),
    ):
        assert quickly(first, last) == slowly(first, last)
    assert set(quickly(WEDNESDAY, date(2026, 2, 1))) == {"administrator", "superintendent"}


def test_what_is_late_is_counted_by_the_day_it_was_due(cast: Cast) -> None:
    request, other = make_request(cast, "with_administrator"), make_request(cast, "with_administrator")
    with on(MONDAY):
        decide(request, Office.ADMINISTRATOR, cast.principal)
    with on(TUESDAY):
        decide(other, Office.ADMINISTRATOR, cast.principal)
    found = lead_time.by_office(WEDNESDAY, TUESDAY)
    assert [(row.office, row.decisions, row.median, row.longest, row.late) for row in found] == [
        (Office.ADMINISTRATOR, 2, 3.5, 4, 1)
    ]


@pytest.mark.counts
def test_two_queries_however_many_decisions_there_are(cast: Cast) -> None:
    found = []
    for more in (1, 2, 7):
        decided_after(cast, *[1] * more)
        with CaptureQueriesContext(connection) as captured:
            lead_time.by_office(WEDNESDAY, WEDNESDAY + 30 * DAY)
        found.append(len(captured))
    assert found == [2, 2, 2]


def test_the_page_for_those_who_may(cast: Cast) -> None:
    decided_after(cast, 5)
    for person in (cast.principal, cast.superintendent, cast.designee, cast.director, cast.communications):
        with on(date(2025, 12, 5)):
            client = signed_in(person)
            page = client.get(PAGE)
            link = PAGE in client.get("/requests/").text
        row = (">Administrator<" in page.text, "<div>4</div>" in page.text, link)
        assert (page.status_code, row) == (200, (True, True, True))
    for person in (cast.teacher, cast.sysadmin, cast.alternate):
        client = signed_in(person)
        assert (client.get(PAGE).status_code, PAGE in client.get("/requests/").text) == (403, False)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=2025-13-01", "Enter a valid date."),
        ("until=%00", "Enter a valid date."),
        ("since=2025-12-02&until=2025-12-01", "The last day comes before the first."),
    ],
)
def test_days_that_make_no_sense_are_said_at_their_field(cast: Cast, query: str, sentence: str) -> None:
    answer = signed_in(cast.director).get(f"{PAGE}?{query}")
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_days_without_a_decision_say_so(cast: Cast) -> None:
    answer = signed_in(cast.director).get(f"{PAGE}?since=2020-01-01&until=2020-01-31")
    assert "No office decided in these days" in answer.text
