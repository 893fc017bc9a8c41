"""A departure takes its accounts in the order in which everybody does (docs/decisions/0019). PostgreSQL only.

One act holds its first account and looks away until the other waits for it; whoever held a later account by then would
wait for ever.
"""

import contextlib
import contextvars
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.actions import backup, departure, depositing, handoff, importing
from accounts.actions.rotation import open_rotation
from accounts.models import Account, ReasonKind
from registry.people import actions as people
from registry.people.refusal import Refused
from tests.accounts.brought import bitwarden, brought
from tests.cast import Cast
from tests.makers import make_account, proof_of

pytestmark = pytest.mark.postgres
WAIT = 10


@pytest.fixture
def accounts(district: Cast) -> list[Account]:
    """Two accounts of the coach, who knows both logins."""
    return [make_account(district, "active", handle=handle) for handle in ("harborski", "harborswim")]


def waits(other: "Future[Any]") -> None:
    """Until another connection waits for a row of ours; never for longer than it takes to be done or to fail."""
    with connection.cursor() as cursor:
        while not other.done():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return


def looks_away(monkeypatch: pytest.MonkeyPatch, room: Any, lock: str, act: Callable[[], Any], pool: Any) -> list[Any]:
    """Let the first lock that is taken in a room be followed by another act elsewhere; the future of that, once begun."""
    real, begun = getattr(room, lock), list[Any]()

    def lock_and_look_away(*args: Any, **kwargs: Any) -> Any:
        rows = real(*args, **kwargs)
        if not begun:
            begun.append(pool.submit(contextvars.copy_context().run, act))
            waits(begun[0])
        return rows

    monkeypatch.setattr(room, lock, lock_and_look_away)
    return begun


def leave(cast: Cast) -> Callable[[], Any]:
    return lambda: people.deactivate(cast.coach, by=cast.sysadmin)


def kinds(account: Account) -> list[list[str]]:
    rows = account.rotations.filter(closed_at=None)
    return [sorted(row.reasons.values_list("kind", flat=True)) for row in rows]


def test_a_departure_waits_for_an_import_that_has_begun(
    district: Cast, accounts: list[Account], elsewhere: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, proof = district.communications, proof_of(district.communications)
    twice = bitwarden()
    twice["items"].append(twice["items"][0])
    batch = brought(district, json.dumps(twice).encode())
    begun = looks_away(monkeypatch, depositing, "locked", leave(district), elsewhere)
    importing.deposit_all(batch, picks={0: accounts[1], 1: accounts[0]}, by=ours, proof=proof)
    begun[0].result(WAIT)
    assert [account.secrets.filter(field="password").count() for account in accounts] == [2, 2]
    assert [account.custodies.get(state="open").interim for account in accounts] == [True, True]


def test_a_change_that_is_asked_for_waits_for_a_departure_and_joins_what_it_opened(
    district: Cast, accounts: list[Account], elsewhere: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> None:
        for account in accounts:
            open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=district.director)

    begun = looks_away(monkeypatch, departure, "all_locked", ask, elsewhere)
    leave(district)()
    begun[0].result(WAIT)
    assert [kinds(account) for account in accounts] == [[["incident", "leaver"]]] * 2


def test_nobody_is_given_an_account_while_they_leave(
    district: Cast, accounts: list[Account], elsewhere: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, by = district.teacher, district.principal
    given = list[str]()

    def give() -> None:
        for act in (
            lambda: handoff.offer(accounts[0], taker=who, why="new", by=by),
            lambda: backup.name(accounts[1], person=who, by=by),
        ):
            with contextlib.suppress(Refused):
                given.append(str(act()))

    begun = looks_away(monkeypatch, departure, "all_locked", give, elsewhere)
    people.deactivate(who, by=district.sysadmin)
    begun[0].result(WAIT)
    assert (given, who.custodies.exists(), who.backups.exists()) == ([], False, False)
