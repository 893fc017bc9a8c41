"""The register's list: its order, its pages by key, what the filters count, which rows are shown."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from accounts import listing
from accounts.actions import credentials, keeping_health
from accounts.actions.rotation import open_rotation
from accounts.models import Account, Holder, SecretField
from registry import clock
from registry.vault import Secret
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
LIST = "/accounts/"


@pytest.fixture
def three(cast):
    """An active account, a newer one being set up, and the newest, active."""
    make_account(cast, "active", handle="bravo")
    make_account(cast, "setting_up", handle="Charlie", platform="x")
    make_account(cast, "active", handle="Alpha")


def got(user, query=""):
    return signed_in(user).get(f"{LIST}?{query}")


def handles(user, query=""):
    return [each.account.handle for each in got(user, query).context["page"].rows]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Charlie", "Alpha", "bravo"]),
        ("sort=newest", ["Alpha", "Charlie", "bravo"]),
        ("sort=name", ["Alpha", "bravo", "Charlie"]),
        ("sort=nonsense", ["Charlie", "Alpha", "bravo"]),
    ],
)
def test_the_order_is_care_first_or_what_is_chosen(cast, three, query, order):
    assert handles(cast.teacher, query) == order


@pytest.mark.parametrize("sort", ["", "newest", "name"])
def test_in_each_order_pages_follow_without_gap_and_say_where_they_are(cast, three, monkeypatch, sort):
    whole = handles(cast.teacher, f"sort={sort}")
    monkeypatch.setattr(listing, "PAGE", 1)
    client, seen, said, address = signed_in(cast.teacher), [], [], f"{LIST}?sort={sort}"
    while address:
        page = client.get(address).context["page"]
        seen += [each.account.handle for each in page.rows]
        said.append(page.shown)
        address = page.older and LIST + page.older
    assert (seen, said) == (whole, ["1 to 1 of 3", "2 to 2 of 3", "3 to 3 of 3"])


def test_the_filters_count_what_each_box_would_leave(cast, three):
    form = got(cast.teacher, "platform=instagram").context["form"]
    shown = {name: {row["value"]: row["count"] for row in form[name].options()} for name in listing.COUNTED}
    assert {name: {value: n for value, n in rows.items() if n} for name, rows in shown.items()} == {
        "state": {"active": 2},
        "platform": {"instagram": 2, "x": 1},
        "klass": {"student_group": 2},
        "health": {"good": 2},
    }


def test_what_is_late_or_hardly_opened_by_anybody_comes_before_what_is_set_up(cast, three):
    weak = make_account(cast, "active", handle="harborweak")
    late = make_account(cast, "active", handle="harborlate")
    well = make_account(cast, "active", handle="harborwell")
    for account, holder in ((weak, Holder.EMPLOYEE), (well, Holder.DISTRICT)):
        whose = {SecretField.SECOND_FACTOR: credentials.Whose(holder)}
        values = {SecretField.SECOND_FACTOR: Secret("A phone")}
        credentials.deposit(account, values=values, holders=whose, factor_kind="text_message", by=cast.coach)
    open_rotation(late, field="password", reason="incident", by=cast.director)
    with clock.at(clock.now() + timedelta(days=8)):
        keeping_health.recompute()
        rows = [each.account for each in got(cast.teacher).context["page"].rows]
    assert [(row.handle, row.health.state) for row in rows[:2]] == [("harborlate", "risk"), ("harborweak", "risk")]


def test_counting_stops(cast, three, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    answer = got(cast.teacher)
    page = answer.context["page"]
    assert (page.is_capped, page.shown) == (True, "")
    assert "More than 2 accounts" in answer.content.decode()
    assert listing.counts({}, Q()) == {"state": {}, "platform": {}, "klass": {}, "health": {}}


def test_the_order_is_no_chip_and_stays_when_one_is_taken_away(cast, three):
    chips = got(cast.teacher, "sort=name&platform=x&q=char").context["chips"]
    assert [(chip["label"], chip["url"]) for chip in chips] == [
        ("“char”", "?platform=x&sort=name"), ("X (Twitter)", "?q=char&sort=name"),
    ]  # fmt: skip


@pytest.mark.counts
@pytest.mark.parametrize("query", ["", "sort=name", "sort=newest&q=harbor"])
def test_the_list_asks_as_often_for_one_account_as_for_many(cast, query):
    client, counts = signed_in(cast.teacher), []
    client.get(LIST)
    for number in (1, 3, 6):
        while Account.objects.count() < number:
            make_account(cast, "setting_up")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?{query}")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_the_words_are_looked_up_once_for_the_page_and_its_counts(cast, three):
    """Names of units and people are read whole: four times a page is three too many."""
    client = signed_in(cast.teacher)
    client.get(f"{LIST}?q=harbor")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{LIST}?q=harbor")
    read = [query["sql"] for query in captured if query["sql"].startswith('SELECT "people_unit"."id" AS')]
    assert len(read) == 1
