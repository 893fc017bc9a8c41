"""Authorizations under the policy (II.2, II.4, IV.3, IV.4, IV.6): given, dated, kept by the database within its rules."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from accounts.actions import authorizing
from accounts.models import Authorization
from registry import audit, clock
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def grant(cast: Cast, **facts: object) -> Authorization:
    today = clock.today()
    usual = {
        "person": cast.teacher, "kind": "spokesperson", "unit": cast.units.high, "platform": None,
        "scope": "Answers questions about the science fair.", "starts_on": today, "ends_on": today + timedelta(days=30),
        "reference": "R-0001", "by": cast.superintendent,
    }  # fmt: skip
    return authorizing.grant(**{**usual, **facts})  # type: ignore[arg-type]


def test_giving_one_is_written_down_with_its_request(cast: Cast) -> None:
    given = grant(cast)
    entry = audit.entries_about(given)[0]
    assert (entry.action, entry.actor_label, entry.object_label) == (
        "authorization.granted", cast.superintendent.name, f"Spokesperson for {cast.teacher.name}",
    )  # fmt: skip


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (30, True), (31, False)])
def test_it_holds_from_its_first_day_to_its_last(cast: Cast, days: int, *, holds: bool) -> None:
    given = grant(cast)
    on: date = given.starts_on + timedelta(days=days)
    assert list(Authorization.objects.in_force(on)) == ([given] if holds else [])


def test_the_database_refuses_an_end_before_the_start(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="authorization_ends_after_it_starts"):
        grant(cast, ends_on=clock.today() - timedelta(days=1))


def test_the_database_refuses_classroom_use_without_parental_consent(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="authorization_classroom_has_consent"):
        grant(cast, kind="classroom")
