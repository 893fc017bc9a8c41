"""Out of office: one form with two dates, for oneself or for whoever one answers for."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from registry import audit, clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions
from registry.people.models import Absence, Appointment, Office, User
from registry.people.refusal import Refused
from tests.cast import Cast, signed_in
from tests.people.test_offices import box, boxes

pytestmark = pytest.mark.django_db


def in_days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def set_away(by: User, person: User, first: int = 0, last: int = 7) -> Any:
    days = boxes("starts_on", in_days(first)) | boxes("ends_on", in_days(last))
    return signed_in(by).post(f"/people/{person.pk}/away/", days)


def told(template: str) -> set[User]:
    return {letter.to for letter in Letter.objects.filter(template=f"people/{template}")}


def test_one_click_from_my_work_and_the_form_stands_at_today(cast: Cast) -> None:
    client = signed_in(cast.principal)
    assert f"/people/{cast.principal.pk}/away/" in client.get("/").text
    shown = client.get(f"/people/{cast.principal.pk}/away/").text
    assert [box(name, clock.today(), shown) for name in ("starts_on", "ends_on")] == [True, True]


def test_my_work_offers_it_to_those_who_decide_and_ends_it(cast: Cast) -> None:
    set_away(cast.principal, cast.principal)
    absence = cast.principal.absences.get()
    offered = signed_in(cast.principal).get("/").text
    assert (f"/people/absences/{absence.pk}/end/" in offered, "Away for a while?" in offered) == (True, False)
    assert "Away for a while?" not in signed_in(cast.teacher).get("/").text


def test_everyone_says_when_they_are_away_and_everyone_sees_it(cast: Cast) -> None:
    answer = set_away(cast.teacher, cast.teacher, 0, 9)
    row = cast.teacher.absences.get()
    assert (answer.status_code, row.starts_on, row.ends_on, row.made_by) == (302, in_days(0), in_days(9), cast.teacher)
    assert [entry.action for entry in audit.entries_about(row)] == ["absence.recorded"]
    pages = [signed_in(cast.stranger).get(f"/people/{path}").text for path in ("", f"{cast.teacher.pk}/")]
    assert ["Away until" in page for page in pages] == [True, True]


def test_the_page_says_who_is_asked_meanwhile(cast: Cast) -> None:
    shown = signed_in(cast.superintendent).get(f"/people/{cast.superintendent.pk}/away/").text
    row = Appointment.objects.get(person=cast.designee)
    assert f"Priya Noor, designee under appointment {row.pk}" in shown
    assert (
        "No designee: the next one up is asked."
        in signed_in(cast.principal).get(f"/people/{cast.principal.pk}/away/").text
    )


@pytest.mark.parametrize(
    ("by", "about", "code"),
    [
        ("superintendent", "director", 302),
        ("superintendent", "teacher", 302),
        ("principal", "teacher", 302),
        ("principal", "coach", 302),
        ("principal", "stranger", 403),
        ("director", "communications", 302),
        ("director", "principal", 403),
        ("alternate", "superintendent", 302),
        ("alternate", "director", 302),
        ("alternate", "principal", 403),
        ("designee", "teacher", 403),
        ("sysadmin", "principal", 403),
        ("teacher", "principal", 403),
        ("communications", "director", 403),
        ("superintendent", "disabled", 403),
    ],
)
def test_who_may_say_that_somebody_else_is_away(cast: Cast, by: str, about: str, code: int) -> None:
    person = getattr(cast, about)
    assert (set_away(getattr(cast, by), person).status_code, person.absences.count()) == (code, int(code == 302))


def test_somebody_who_is_said_to_be_away_is_told_and_may_end_it(cast: Cast) -> None:
    set_away(cast.superintendent, cast.principal)
    row = cast.principal.absences.get()
    answer = signed_in(cast.principal).post(f"/people/absences/{row.pk}/end/")
    row.refresh_from_db()
    assert (answer.status_code, row.ended_by, row.holds) == (302, cast.principal, False)
    assert (told("absence_recorded"), told("absence_ended")) == ({cast.principal}, set())


def test_whoever_ends_anothers_absence_tells_them(cast: Cast) -> None:
    set_away(cast.principal, cast.principal)
    row = cast.principal.absences.get()
    signed_in(cast.superintendent).post(f"/people/absences/{row.pk}/end/")
    assert told("absence_ended") == {cast.principal}
    assert Entry.objects.filter(action="absence.ended", actor_id=str(cast.superintendent.pk)).count() == 1


def test_a_designee_is_told_whom_they_stand_in_for(cast: Cast) -> None:
    set_away(cast.superintendent, cast.superintendent)
    assert (told("standing_in"), told("absence_recorded")) == ({cast.designee}, set())


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        (-1, 3, "starts_on", "An absence cannot begin in the past"),
        (3, 2, "ends_on", "The last day comes before the first"),
        (0, 400, "ends_on", "That is more than a year"),
    ],
)
def test_days_that_make_no_sense_are_said_at_their_field(
    cast: Cast, first: int, last: int, field: str, words: str
) -> None:
    answer = set_away(cast.principal, cast.principal, first, last)
    assert (answer.status_code, words in answer.text, list(answer.context["form"].errors)) == (200, True, [field])
    assert (box("ends_on", in_days(last), answer.text), Absence.objects.count()) == (True, 0)


@pytest.mark.parametrize("typed", ["\x00", "99", "١", "<b>", "1" * 5000])
def test_what_is_no_date_is_kept_out(cast: Cast, typed: str) -> None:
    days = boxes("starts_on", in_days(0)) | boxes("ends_on", in_days(1)) | {"ends_on_month": typed}
    answer = signed_in(cast.principal).post(f"/people/{cast.principal.pk}/away/", days)
    assert (answer.status_code, Absence.objects.count()) == (200, 0)


def test_two_absences_do_not_share_a_day(cast: Cast) -> None:
    set_away(cast.principal, cast.principal, 0, 7)
    twice = set_away(cast.principal, cast.principal, 7, 9)
    after = set_away(cast.principal, cast.principal, 8, 9)
    assert ("There is an absence on some of these days already" in twice.text, after.status_code) == (True, 302)


def test_an_absence_that_is_over_is_not_ended_again(cast: Cast) -> None:
    set_away(cast.principal, cast.principal)
    row = cast.principal.absences.get()
    client = signed_in(cast.principal)
    codes = [client.post(f"/people/absences/{row.pk}/end/").status_code for _ in range(2)]
    assert (codes, client.post("/people/absences/999999/end/").status_code) == ([302, 409], 404)


def test_the_database_refuses_an_absence_that_ends_before_it_begins(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(
            person=cast.teacher, starts_on=in_days(1), ends_on=in_days(0), made_by=cast.superintendent
        )


def test_an_office_is_kept_while_away(cast: Cast) -> None:
    set_away(cast.principal, cast.principal)
    assert Appointment.objects.in_force().filter(person=cast.principal, office=Office.ADMINISTRATOR).count() == 1


def test_nobody_records_anothers_absence_by_the_action_either(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only they themselves, or somebody who answers for their office or unit"):
        actions.record_absence(person=cast.principal, starts_on=in_days(0), ends_on=in_days(1), by=cast.teacher)


@pytest.mark.counts
def test_the_pages_ask_no_more_for_more_absences_and_designees(cast: Cast) -> None:
    client, counts = signed_in(cast.superintendent), []
    for day in (1, 2, 30):
        for number in range(len(counts) * 10, len(counts) * 10 + day):
            set_away(cast.superintendent, cast.superintendent, 3 * number, 3 * number + 1)
        client.get(f"/people/{cast.superintendent.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/people/{cast.superintendent.pk}/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
