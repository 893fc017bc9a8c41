"""D9 in small: faults are injected where they are said to be, and what comes of them is judged (assurance/faults.py)."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection

from assurance import injecting
from assurance.deeds import STORED, TYPED, Deed, Outcome, Stage
from assurance.faults import WORDS, spread, troubles
from registry.audit import chain
from registry.people.models import Unit
from registry.vault import Secret
from tests.cast import Cast


@pytest.fixture
def stage(committed_db: None, cast: Cast, settings: Any) -> Iterator[Stage]:
    settings.ALLOWED_HOSTS = ["*"]
    made = Stage(cast)
    yield made
    made.template.drop()


def test_what_comes_of_a_deed_is_judged_with_and_without_a_fault(stage: Stage) -> None:
    came = {deed.name: stage.play(deed, nullcontext) for deed in stage.deeds}
    assert {name: outcome.status for name, outcome in came.items()} == {
        "deposit": 302, "reveal": 200, "reveal of one": 200, "verify": 302, "reveal by a stranger": 403,
    }  # fmt: skip
    assert [list(troubles(deed, came[deed.name], came[deed.name])) for deed in stage.deeds] == [[]] * 5
    a_reveal_that_cannot_be_written_down_shows_nothing(stage, stage.deeds[1], came["reveal"])
    what_must_not_be_is_seen(stage.deeds[0], came["deposit"])


def a_reveal_that_cannot_be_written_down_shows_nothing(stage: Stage, deed: Deed, normal: Outcome) -> None:
    assert STORED.encode() in normal.answer
    assert normal.done == {"secret.revealed"}
    sites = list[injecting.Site]()
    stage.play(deed, lambda: injecting.statements(sites))
    written = [site for site in sites if site[0] == chain.__file__]
    assert len(written) > 10
    came = stage.play(deed, partial(injecting.fault_at, written[5], RuntimeError(WORDS)))
    assert (came.status, came.business, came.events) == (500, {}, [])
    assert b"RuntimeError" in came.log
    assert list(troubles(deed, normal, came)) == []


def what_must_not_be_is_seen(deed: Deed, normal: Outcome) -> None:
    came = replace(
        normal,
        answer=TYPED.encode(),
        letters=TYPED.encode().hex().encode(),
        changed={"accounts_secretversion": (1, 0, 0)},
    )
    found = " / ".join(troubles(deed, normal, came))
    assert all(words in found for words in ("in the letters", "is shown", "half done"))


def test_a_fault_takes_the_place_of_its_statement_once() -> None:
    sites = list[injecting.Site]()
    with injecting.statements(sites):
        Secret("x").expose()
    last = sites[-1]
    with injecting.fault_at(last, OSError("Now")), pytest.raises(OSError, match="Now"):
        Secret("x").expose()
    assert Secret("x").expose() == "x"
    assert sys.gettrace() is None or "injecting" not in repr(sys.gettrace())


def test_the_database_answers_so_often_and_then_not(db: None) -> None:
    with injecting.database_fails_at(1, OperationalError("Gone")):
        assert Unit.objects.count() == 0
        with pytest.raises(OperationalError, match="Gone"):
            Unit.objects.count()
        assert Unit.objects.count() == 0


def test_the_first_commit_is_done_and_the_second_not(committed_db: None) -> None:
    commit = connection._commit
    with injecting.commit_fails_at(1, OperationalError("Full")):
        connection._commit()
        with pytest.raises(OperationalError, match="Full"):
            connection._commit()
    assert connection._commit == commit


def test_faults_are_spread_evenly() -> None:
    assert spread(range(100), 4) == [0, 25, 50, 75]
    assert spread(range(3), 4) == [0, 1, 2]
