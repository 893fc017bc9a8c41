"""The ground the tests stand on: what is committed is put back, and the makers reach what they say."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from registry.audit.models import Entry
from registry.people.models import Office, Unit, User
from registry.people.refusal import Refused
from tests import makers, memory
from tests.cast import Cast, signed_in
from tests.ground import undone
from tests.makers import SETUP, STORIES, make_account, make_request
from tests.snapshot import Snapshot, Table, tables


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


def made_now(cast: Cast) -> set[str]:
    """An account is asked for: what had to be made for that and is remembered from now on."""
    before = set(memory._known)
    with undone():
        make_account(cast, handle="remembered")
    return set(memory._known) - before


def in_order(found: list[Table]) -> list[tuple[str, list[str], list[str]]]:
    """Table by table, its rows in one order: that in which a database gives them is its own affair."""
    return [(table.name, table.columns, sorted(map(repr, table.rows))) for table in found]


def test_what_is_remembered_is_what_was_made_to_the_last_row(cast: Cast) -> None:
    with undone():
        make_account(cast, handle="remembered")
        first = in_order(tables())
    assert made_now(cast) == set()
    make_account(cast, handle="remembered")
    assert in_order(tables()) == first
    call_command("audit", "verify")
    assert make_account(cast).state == "active"


def test_another_database_language_or_cast_is_another_memory(cast: Cast) -> None:
    made_now(cast)
    with translation.override("fr"):
        assert made_now(cast)
    assert made_now(replace(cast, disabled=cast.stranger))
    User.objects.filter(pk=cast.stranger.pk).update(title="Teacher, choir")
    assert made_now(cast)


def test_where_code_is_replaced_nothing_is_given_or_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made_now(cast)
    monkeypatch.setattr(makers.lifecycle, "tick", lambda task, by, done: None)
    with pytest.raises(Refused):
        make_account(cast, handle="remembered")


def test_where_settings_are_replaced_nothing_is_given_or_kept(cast: Cast, settings: Any) -> None:
    settings.APP_VERSION = "another"
    assert made_now(cast) == set()
    make_account(cast, handle="remembered")
    assert set(Entry.objects.filter(action="account.activated").values_list("app_version", flat=True)) == {"another"}


def test_what_an_act_took_away_is_taken_away_again(cast: Cast) -> None:
    signed_in(cast.coach)
    with undone():
        taken, _ = Snapshot.of(Session.objects.all().delete)
    assert Session.objects.exists()
    taken.lay_out()
    assert not Session.objects.exists()
