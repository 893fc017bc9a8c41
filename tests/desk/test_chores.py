"""The daily chores, and the demo's two commands."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pyotp
import pytest
from django.core.management import CommandError, call_command

from accounts.models import AccountState
from approvals.workflow import Status
from desk.management.commands import daily
from registry import clock
from tests.accounts.posting import authorized, designated
from tests.cast import Cast, seed_of
from tests.makers import make_account, make_request


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_daily_expires_an_approval_that_nobody_used(cast: Cast) -> None:
    request = make_request(cast, "setting_up")
    day = (clock.now() + timedelta(days=61)).date().isoformat()
    assert json.loads(said("daily", "--date", day, "--json"))["approvals_expired"] == 1
    request.refresh_from_db()
    assert request.status == Status.EXPIRED
    assert request.items.get().account.state == AccountState.RETIRED


def test_daily_again_changes_nothing_more(cast: Cast) -> None:
    make_request(cast, "setting_up")
    day = (clock.now() + timedelta(days=61)).date().isoformat()
    said("daily", "--date", day)
    assert set(json.loads(said("daily", "--date", day, "--json")).values()) == {0}


def test_a_chore_that_fails_does_not_keep_the_others_from_their_work(cast: Cast, monkeypatch: Any) -> None:
    request = make_request(cast, "setting_up")

    def fails() -> int:
        raise RuntimeError

    monkeypatch.setitem(daily.CHORES, "seats_asked_again", fails)
    day = (clock.now() + timedelta(days=61)).date().isoformat()
    with pytest.raises(CommandError, match="A chore failed") as stopped:
        said("daily", "--date", day)
    assert stopped.value.returncode == 1
    request.refresh_from_db()
    assert request.status == Status.EXPIRED


def test_daily_wants_a_date(cast: Cast) -> None:
    with pytest.raises(CommandError, match="not a date like") as refused:
        said("daily", "--date", "tomorrow")
    assert refused.value.returncode == 2


def test_the_code_of_a_demo_person_is_the_one_on_their_phone(cast: Cast) -> None:
    code = json.loads(said("demo_code", cast.director.email, "--json"))["code"]
    assert code == pyotp.TOTP(seed_of(cast.director)).at(clock.now())


def test_codes_are_for_demos_only(cast: Cast, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        said("demo_code", cast.director.email)


def test_somebody_without_an_authenticator_has_no_code(cast: Cast) -> None:
    with pytest.raises(CommandError, match="Nobody in the demo"):
        said("demo_code", cast.newcomer.email)


def test_the_demo_refuses_a_district_that_is_not_one(cast: Cast, settings: Any) -> None:
    with pytest.raises(CommandError, match="no complete demo"):
        said("demo")
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        said("demo")


def test_daily_ends_designations_that_are_over_and_tells_of_authorizations_that_end(cast: Cast) -> None:
    account = make_account(cast, "active")
    designated(cast, account, ends_on=clock.today() + timedelta(days=3))
    authorized(cast)
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    done = [json.loads(said("daily", "--date", day, "--json")) for _ in range(2)]
    assert [(each["posters_ended"], each["authorizations_told_of"]) for each in done] == [(1, 1), (0, 0)]
