"""A designee's appointment is an instrument: a number, an office, a unit, days, and who gave it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import clock
from registry.people import actions
from registry.people.models import Appointment, Office
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request
from tests.people.test_offices import box, boxes, give, held

pytestmark = pytest.mark.django_db


def named(cast: Cast, last: int | None = 7) -> Appointment:
    """The high school's principal names the teacher, on the page."""
    own = Appointment.objects.get(person=cast.principal, on_behalf_of=None)
    until = None if last is None else clock.today() + timedelta(days=last)
    give(signed_in(cast.principal), cast.teacher, f"for-{own.pk}", last=until)
    row: Appointment = Appointment.objects.get(person=cast.teacher)
    return row


def test_its_page_says_who_for_which_office_and_unit_from_until_and_by_whom(cast: Cast) -> None:
    row = named(cast)
    shown = signed_in(cast.stranger).get(f"/people/appointments/{row.pk}/").text
    wanted = [
        f"Appointment {row.pk}",
        "Harbor High School, with all below it",
        f"appointment {row.on_behalf_of_id}",
        "November 12, 2025",
        "November 19, 2025, until midnight",
        "As designee of",
        "Marcus Bell",
    ]
    assert [words for words in wanted if words not in shown] == []
    assert signed_in(cast.stranger).get("/people/appointments/999999/").status_code == 404


def test_its_page_lists_what_was_decided_under_it_to_those_who_may_read_that(cast: Cast) -> None:
    row = named(cast)
    decide(make_request(cast, "with_administrator"), Office.ADMINISTRATOR, cast.teacher)
    path = f"/people/appointments/{row.pk}/"
    shown = [
        "Decided under it" in signed_in(one).get(path).text for one in (cast.principal, cast.teacher, cast.stranger)
    ]
    assert shown == [True, True, False]


def test_an_administrator_of_two_units_names_a_designee_for_one(cast: Cast) -> None:
    actions.appoint(
        person=cast.principal, office="administrator", unit=cast.units.middle, starts_on=clock.today(),
        by=cast.superintendent,
    )  # fmt: skip
    own = Appointment.objects.get(person=cast.principal, unit=cast.units.middle)
    give(signed_in(cast.principal), cast.teacher, f"for-{own.pk}")
    assert held(cast.teacher) == ["Administrator, Lakes Middle School (designee of Marcus Bell)"]


def test_the_page_of_a_person_shows_offices_with_numbers_and_who_stands_in_for_whom(cast: Cast) -> None:
    row = named(cast)
    own = row.on_behalf_of
    pages = [signed_in(cast.stranger).get(f"/people/{one.pk}/").text for one in (cast.principal, cast.teacher)]
    assert [f"Appointment {own.pk}" in pages[0], f"Appointment {row.pk}" in pages[1]] == [True, True]
    assert ["Chris Yoder stands in" in pages[0], "Stands in for Marcus Bell" in pages[1]] == [True, True]
    assert f"Under appointment {own.pk}" in signed_in(cast.principal).get("/people/me/").text


def test_what_is_to_come_is_shown_as_such(cast: Cast) -> None:
    give(
        signed_in(cast.superintendent), cast.teacher, "administrator", unit=cast.units.middle,
        first=clock.today() + timedelta(days=3),
    )  # fmt: skip
    assert "To come" in signed_in(cast.stranger).get(f"/people/{cast.teacher.pk}/").text
    assert held(cast.teacher) == []


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        (-1, None, "starts_on", "An appointment cannot begin in the past"),
        (5, 4, "ends_on", "The last day comes before the first"),
        (0, None, "starts_on", "holds this office on some of these days already (appointment"),
    ],
)
def test_backdated_and_overlapping_days_are_said_at_their_field(
    cast: Cast, first: int, last: int | None, field: str, words: str
) -> None:
    today = clock.today()
    answer = give(
        signed_in(cast.superintendent), cast.principal, "administrator", unit=cast.units.high,
        first=today + timedelta(days=first), last=None if last is None else today + timedelta(days=last),
    )  # fmt: skip
    assert (list(answer.context["form"].errors), words in answer.text) == ([field], True)
    assert box("starts_on", today + timedelta(days=first), answer.text)
    assert Appointment.objects.filter(person=cast.principal).count() == 1


def test_two_do_not_stand_in_for_each_other_on_the_same_days(cast: Cast) -> None:
    mine = Appointment.objects.get(person=cast.principal)
    theirs = Appointment.objects.get(person=cast.other_principal)
    last = clock.today() + timedelta(days=5)
    give(signed_in(cast.principal), cast.other_principal, f"for-{mine.pk}", last=last)
    overlapping = give(signed_in(cast.other_principal), cast.principal, f"for-{theirs.pk}", first=last)
    after = give(
        signed_in(cast.other_principal), cast.principal, f"for-{theirs.pk}", first=last + timedelta(days=1)
    )  # fmt: skip
    assert "Two people cannot stand in for each other." in overlapping.text
    assert (list(overlapping.context["form"].errors), after.status_code) == (["starts_on"], 302)


def test_a_designee_ends_at_its_midnight_in_the_districts_zone(cast: Cast) -> None:
    row = named(cast, last=0)
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0) + timedelta(days=1)
    found = []
    for moment in (midnight - timedelta(seconds=1), midnight):
        with clock.at(moment):
            found.append(Appointment.objects.in_force().filter(pk=row.pk).count())
    assert found == [1, 0]


@pytest.mark.counts
def test_the_page_asks_no_more_for_more_designees(cast: Cast) -> None:
    row = Appointment.objects.get(person=cast.principal)
    client, counts = signed_in(cast.superintendent), []
    for person in (cast.teacher, cast.coach, cast.backup):
        days = boxes("starts_on", clock.today()) | boxes("ends_on", None)
        signed_in(cast.principal).post(f"/people/{person.pk}/appoint/", {"office": f"for-{row.pk}", **days})
        client.get(f"/people/appointments/{row.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/people/appointments/{row.pk}/")
        counts.append(len(queries))
    assert (counts, row.designees.count()) == ([counts[0]] * 3, 3)
