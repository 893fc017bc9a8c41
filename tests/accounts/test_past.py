"""What is kept of how accounts stood: rows that hold from a day until another, written where something changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import keeping_health, keeping_past
from accounts.actions.rotation import open_rotation
from accounts.models import AccountPast
from registry import clock
from tests.accounts.ending import bring_to_its_end
from tests.makers import make_account, make_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


def kept(account):
    rows = AccountPast.objects.filter(account=account).order_by("from_on")
    return [(row.from_on, row.until_on, row.health) for row in rows]


def on(account, day):
    return AccountPast.objects.on(day).filter(account=account).values_list("health", flat=True).first()


def test_a_row_holds_until_the_day_on_which_it_is_otherwise(cast):
    account, today = make_account(cast), clock.today()
    assert keeping_past.keep() == 1
    with later(3):
        assert keeping_past.keep() == 0, "nothing changed, nothing is written"
        open_rotation(account, field="password", reason="incident", by=cast.director)
    with later(5):
        assert keeping_past.keep() == 1
    assert kept(account) == [(today, today + 5 * DAY, "good"), (today + 5 * DAY, None, "attention")]
    assert [on(account, today + days * DAY) for days in (-1, 0, 4, 5, 90)] == [None, *["good"] * 2, *["attention"] * 2]


def test_on_the_same_day_the_later_run_stands(cast):
    account, today = make_account(cast), clock.today()
    keeping_past.keep()
    open_rotation(account, field="password", reason="incident", by=cast.director)
    assert keeping_past.keep() == 1
    assert keeping_past.keep() == 0
    assert kept(account) == [(today, None, "attention")]


def test_what_is_retired_has_no_row_any_more(cast):
    accounts = [make_account(cast, handle=f"gone{number}") for number in range(2)]
    keeping_past.keep()
    bring_to_its_end(accounts[0], cast.director)
    assert keeping_past.keep() == 1, "also where it was first kept today"
    assert (on(accounts[0], clock.today()), on(accounts[1], clock.today())) == (None, "good")
    with later(2):
        bring_to_its_end(accounts[1], cast.director)
        keeping_past.keep()
    assert [on(accounts[1], clock.today() + days * DAY) for days in (0, 1, 2)] == ["good", "good", None]


def test_verified_is_what_somebody_else_signed_in_with_or_saw(cast):
    verified, page = make_account(cast), make_page(cast)
    waiting = make_account(cast, "deposited")
    keeping_past.keep()
    said = dict(AccountPast.objects.values_list("account", "verified"))
    assert said == {verified.pk: True, page.pk: True, waiting.pk: False}


def test_the_past_is_not_written_anew(cast):
    account = make_account(cast)
    with later(9):
        keeping_past.keep()
    before = kept(account)
    open_rotation(account, field="password", reason="incident", by=cast.director)
    assert keeping_past.keep() == 0
    assert kept(account) == before


@pytest.mark.counts
def test_as_many_questions_whatever_the_rows(cast):
    make_account(cast)
    with CaptureQueriesContext(
        connection,
    ) as one:
        keeping_past.keep()
    for _each in range(3):
        make_account(cast)
    with later(1):
        keeping_health.recompute()
        with CaptureQueriesContext(connection) as more:
            assert keeping_past.keep() == 3
    assert len(more) == len(one)
