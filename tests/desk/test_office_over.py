"""What goes with an office, said before it ends; and on a person's page, what they look after (E1.6, E3.46)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.custody import end_backup_of
from accounts.actions.office_ends import follow_ended
from accounts.models import Handoff
from registry import clock
from registry.people.actions import appoint as appoint_person
from registry.people.models import Appointment
from tests.accounts.handing import holder, post
from tests.accounts.test_office_ends import appoint, held_by_office, take_over
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def question(cast, office):
    return signed_in(cast.superintendent).get(f"/people/appointments/{office.pk}/end/")


def test_the_question_says_what_passes_on_and_to_whom_and_it_does(cast, account):
    office = held_by_office(cast, account)
    asked = question(cast, office).text
    assert ("They look after one account<" in asked, "back up" in asked) == (True, False)
    assert f"Tonight {cast.backup.name} is asked to take it over, if they can" in asked
    assert f"/people/{cast.deputy.pk}/leaving/" in asked
    said = signed_in(cast.superintendent).post(f"/people/appointments/{office.pk}/end/", follow=True)
    assert f"Office ended: {office.trail_label}." in said.text
    assert (follow_ended(), Handoff.objects.get().taker) == (1, cast.backup)


def test_the_question_says_who_finds_somebody_where_there_is_no_backup(cast, account):
    office = held_by_office(cast, account)
    end_backup_of(account, cast.backup, by=cast.communications)
    assert f"Tonight {cast.principal.name} is asked to find somebody" in question(cast, office).text


def test_the_question_says_who_has_next_what_is_held_meanwhile(cast, account):
    post(cast.principal, "custody-reassign", account, because="vacant")
    office = Appointment.objects.get(person=cast.principal)
    assert f"From tonight with {cast.director.name}" in question(cast, office).text
    signed_in(cast.superintendent).post(f"/people/appointments/{office.pk}/end/")
    assert (follow_ended(), holder(account).custodian) == (1, cast.director)


def test_the_question_says_that_nothing_passes_on(cast, account):
    assert "They look after" not in question(cast, Appointment.objects.get(person=cast.principal)).text
    office = appoint(cast, cast.coach, cast.units.athletics, first=1)
    assert "None of it follows this office: they keep it." in question(cast, office).text


def test_where_one_is_a_designee_there_nothing_is_held_by_that(cast, account):
    """They took it in an office; that the principal has them act beside changes nothing."""
    office = held_by_office(cast, account)
    own = Appointment.objects.get(person=cast.principal, on_behalf_of=None)
    appoint_person(
        person=cast.deputy,
        office=own.office,
        unit=own.unit,
        starts_on=clock.today(),
        by=cast.principal,
        on_behalf_of=own,
    )
    assert f"Tonight {cast.backup.name} is asked to take it over" in question(cast, office).text
    signed_in(cast.superintendent).post(f"/people/appointments/{office.pk}/end/")
    assert follow_ended() == 1


@pytest.mark.counts
def test_the_question_asks_no_more_for_more(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine")
    office, asked = held_by_office(cast, account), []
    for count in (1, 2):
        with CaptureQueriesContext(connection) as queries:
            assert question(cast, office).text.count("is asked to take it over") == count
        asked.append(len(queries))
        if count == 1:
            take_over(cast, other)
    assert asked[0] == asked[1]


def test_a_person_page_says_what_they_look_after_and_asks_no_more_for_more(cast, account):
    client, asked = signed_in(cast.stranger), []
    for handle in ("HarborAlpine", "HarborSki"):
        client.get(f"/people/{cast.coach.pk}/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/people/{cast.coach.pk}/").text
        asked.append(len(queries))
        make_account(cast, "active", handle=handle)
    assert ("Looks after" in page, "Custodian, " in page, account.get_absolute_url() in page) == (True, True, True)
    assert asked[0] == asked[1]
    assert "Backup, " in client.get(f"/people/{cast.backup.pk}/").text
    assert "Looks after" not in client.get(f"/people/{cast.stranger.pk}/").text
