"""Whoever holds a person's row keeps nobody from writing to that person (one order of locks). PostgreSQL only.

Foreign keys are checked at commit, under the trail's head. If that check had to wait for a row whose holder waits for
the head, both would wait for ever.
"""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from registry import audit, clock, outbox
from registry.audit import Event
from registry.outbox.models import Letter
from registry.people import actions
from registry.people.actions import details, offices
from registry.people.models import Office, User
from tests.cast import Cast

pytestmark = pytest.mark.postgres
WAIT = 10


@audit.act()
def write_to(person: User) -> None:
    outbox.post("people/reset_password", to=person, about=person, key="meanwhile")
    audit.record(Event.PASSWORD_RESET_ASKED, by=None, on=person)


def rename(cast: Cast) -> None:
    actions.change_own_details(cast.coach, language="en", by=cast.coach)


def appoint(cast: Cast) -> None:
    actions.appoint(person=cast.coach, office=Office.COMMUNICATIONS_STAFF, starts_on=clock.today(), by=cast.director)


@pytest.mark.parametrize(
    ("room", "lock", "act"),
    [(details, "locked", rename), (offices, "locked_in_order", appoint)],
    ids=["own", "appoint"],
)
def test_a_letter_to_somebody_commits_while_their_row_is_held(
    district: Cast,
    elsewhere: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
    room: Any,
    lock: str,
    act: Callable[[Cast], None],
) -> None:
    real = getattr(room, lock)

    def lock_and_look_away(*people: User) -> Any:
        rows = real(*people)
        elsewhere.submit(contextvars.copy_context().run, write_to, district.coach).result(WAIT)
        return rows

    monkeypatch.setattr(room, lock, lock_and_look_away)
    act(district)
    assert Letter.objects.filter(key="meanwhile").count() == 1
