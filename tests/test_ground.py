"""The ground the tests stand on: what is committed is put back, and the makers reach what they say."""

import pytest
from django.core.management import call_command
from django.db import connection

from registry.audit.models import Entry
from registry.people.models import Office, Unit, User
from tests.cast import Cast, signed_in
from tests.makers import SETUP, STORIES, make_account, make_request


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_afterwards(committed_db: None, turn: int) -> None:
    assert Unit.objects.count() == 0
    Unit.objects.create(name="Committed", short_name="C", kind="district", parent=None)
    connection.close()
    assert Unit.objects.count() == 1


@pytest.mark.parametrize("status", STORIES)
def test_a_request_comes_as_far_as_it_is_made(cast: Cast, status: str) -> None:
    at = {"with_administrator": "deciding", "with_both": "deciding", "with_director": "deciding"}
    assert make_request(cast, status).status == at.get(status, status)


@pytest.mark.parametrize("state", [*SETUP, "active"])
def test_an_account_comes_as_far_as_it_is_made(cast: Cast, state: str) -> None:
    assert make_account(cast, state).state == ("active" if state == "active" else "setting_up")


def test_the_cast_holds_its_offices(cast: Cast) -> None:
    held = {(row.person_id, row.office) for row in cast.principal.appointments.model.objects.in_force()}
    assert held == {
        (cast.superintendent.pk, Office.SUPERINTENDENT),
        (cast.designee.pk, Office.SUPERINTENDENT),
        (cast.director.pk, Office.COMMUNICATIONS_DIRECTOR),
        (cast.alternate.pk, Office.ALTERNATE),
        (cast.sysadmin.pk, Office.SYSTEM_ADMINISTRATOR),
        (cast.principal.pk, Office.ADMINISTRATOR),
        (cast.other_principal.pk, Office.ADMINISTRATOR),
        (cast.communications.pk, Office.COMMUNICATIONS_STAFF),
        (cast.second_communications.pk, Office.COMMUNICATIONS_STAFF),
        (cast.newcomer.pk, Office.COMMUNICATIONS_STAFF),
    }


def test_a_signed_in_client_is_that_person(cast: Cast) -> None:
    assert signed_in(cast.coach).get("/people/me/").context["user"] == User.objects.get(pk=cast.coach.pk)


def test_the_same_cast_is_laid_out_again_with_a_chain_that_holds(cast: Cast) -> None:
    call_command("audit", "verify")


def test_the_cast_came_through_the_trail(cast: Cast) -> None:
    assert Entry.objects.filter(action="person.invited").count() == len(cast.people)
