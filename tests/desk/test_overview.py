"""The overview: who sees it, and that each figure is the number of rows that its list shows, today and on a past day."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.actions import declaring, drills, handoff, keeping_health, keeping_past
from accounts.actions.rotation import open_rotation
from accounts.models import Account
from accounts.rules.declaring import Knowing
from desk.overview import lists
from desk.overview.day import AsOf
from desk.overview.gather import overview
from registry import clock
from registry.audit.models import Entry
from registry.people.powers import trail_scope
from tests.accounts.ending import bring_to_its_end
from tests.cast import signed_in
from tests.desk.slow_overview import slowly, told
from tests.makers import make_account, make_page, make_request, reveal
from tests.scene_accounts import a_campaign

pytestmark = pytest.mark.django_db
PAGE = "/overview/"
SEES = ("superintendent", "director", "communications", "newcomer")


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


@pytest.fixture
def busy(cast):
    """A district in which a figure of every kind is something, for a week in which time brought some of it."""
    high, middle = cast.units.high, cast.units.middle
    whole = make_account(cast, unit=cast.units.athletics)
    make_account(cast, "deposited", unit=high)
    make_page(cast, unit=middle, handle="LakesMiddle")
    own = make_account(cast, platform="x")
    Account.objects.filter(pk=own.pk).update(unit=cast.units.district)
    gone = make_account(cast, unit=middle, custodian=cast.teacher, backup=cast.requester)
    make_request(cast, "with_administrator")
    a_campaign(cast, high)
    open_rotation(own, field="password", reason="incident", by=cast.director)
    declaring.declare(whole, Knowing("students", head_count=2, class_year=2026), by=cast.coach)
    handoff.accept(handoff.offer(gone, taker=cast.stranger, why="new", by=cast.teacher), by=cast.stranger)
    reveal(whole, cast.coach)
    drills.start(whole, by=cast.communications)
    bring_to_its_end(make_account(cast, unit=middle, handle="done"), cast.director)
    with later(60):
        keeping_health.recompute()
        keeping_past.keep()
        yield


def shown(client, url):
    """How many rows the page behind a figure says it has."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    facts = answer.context
    if url.startswith("/overview/"):
        return facts["rows"].count
    if url.startswith("/accounts/rotations"):
        return facts["queue"].count
    if url.startswith("/campaigns/"):
        return facts["board"].page.paginator.count
    if url.startswith("/accounts/"):
        return facts["page"].count
    return sum(each["row"].decisions for each in facts["rows"])


def figures(found):
    """Each figure that has a list; the lead times of all offices have one together."""
    for table in found.tables:
        if table.key == "lead":
            if table.lines:
                yield table, table.lines[0].cells[2].url, sum(table.column(2))
            continue
        yield from ((table, cell.url, cell.value) for line in table.lines for cell in line.cells if cell.url)


@pytest.mark.parametrize("days_ago", [0, 1])
def test_every_figure_is_the_number_of_rows_of_its_list(cast, busy, days_ago):
    with later(days_ago):
        client, found = signed_in(cast.director), overview(AsOf(clock.today() - timedelta(days=days_ago)))
        wrong = [(table.key, url, n, shown(client, url)) for table, url, n in figures(found)]
        assert [each for each in wrong if each[2] != each[3]] == []
        assert {each[0] for each in wrong} >= {"totals", "schools", "platforms", "coverage", "late", "lives"}
        assert any(each[0] == "late" and "/handoffs/" in each[1] and each[2] for each in wrong)


def test_every_figure_is_what_a_slow_count_finds(cast, busy):
    assert told(overview(AsOf(clock.today()))) == slowly()


def test_a_past_day_is_as_it_was_then(cast, busy):
    day, then = clock.today(), told(overview(AsOf(clock.today())))
    with later(1):
        bring_to_its_end(make_account(cast, handle="after"), cast.director)
        open_rotation(make_account(cast, handle="next"), field="password", reason="incident", by=cast.director)
        keeping_past.keep()
        assert told(overview(AsOf(day))) == then
        assert told(overview(AsOf(clock.today()))) != then
        page = signed_in(cast.superintendent).get(f"{PAGE}?as_of={day}").content.decode()
    assert "As of the end of Sunday, January 11, 2026." in page
    assert f"/overview/accounts/?as_of={day}&amp;health=risk" in page


@pytest.mark.parametrize("part", [*SEES, "principal", "designee", "sysadmin", "alternate", "coach"])
def test_it_is_for_communications_and_the_superintendent(cast, part):
    client = signed_in(getattr(cast, part))
    wanted = 200 if part in SEES else 404
    assert [client.get(f"{PAGE}{path}").status_code for path in ("", "accounts/", "figures.csv")] == [wanted] * 3
    assert (PAGE in client.get("/").content.decode()) == (part in SEES)


def test_before_the_first_day_that_is_kept_it_says_so(cast):
    make_account(cast)
    client, before = signed_in(cast.director), clock.today() - timedelta(days=1)
    assert "Nothing is known of health yet but today’s" in client.get(f"{PAGE}?as_of={before}").content.decode()
    keeping_past.keep()
    answer = client.get(f"{PAGE}?as_of={before}")
    page = answer.content.decode()
    assert "Nothing is known of health before November 12, 2025." in page
    assert (answer.context["found"].totals, "Health by school" in page, "Made and retired" in page) == (
        None,
        False,
        True,
    )
    assert client.get(f"{PAGE}accounts/?as_of={before}").context["rows"].count == 0


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-11-13", "That day is still to come."),
        ("1999-12-31", "Enter a day since the year 2000."),
        ("yesterday", "Enter a valid date."),
    ],
)
def test_a_day_that_makes_no_sense_is_said_in_place(cast, day, said):
    client = signed_in(cast.director)
    for path in ("", "accounts/", "figures.csv", "figures.xlsx"):
        answer = client.get(f"{PAGE}{path}?as_of={day}")
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert f'value="{day}"' in answer.content.decode(), "what was typed is kept"
    assert not Entry.objects.filter(object_type="overview").exists()


def test_a_list_ignores_nonsense_and_there_is_no_other_list(cast):
    make_account(cast)
    client = signed_in(cast.director)
    odd = "unit=9999&platform=none&health=fine&verified=perhaps&person=me&campaign=1&year=x&before=-1&late=&show=all"
    assert client.get(f"{PAGE}accounts/?{odd}").context["rows"].count == 1
    assert client.get(f"{PAGE}openings/?{odd}").status_code == 200
    assert client.get(f"{PAGE}secrets/").status_code == 404


def test_pages_of_a_list_follow_without_gap(cast, monkeypatch):
    made = [make_account(cast, handle=f"page{number}").name for number in range(5)]
    monkeypatch.setattr(lists, "PAGE", 2)
    client, seen, address = signed_in(cast.director), [], "?verified=yes"
    while address:
        answer = client.get(f"{PAGE}accounts/{address}")
        seen += [line.name for line in answer.context["table"].lines]
        address = answer.context["older"]
    assert seen == [f"{name} on Instagram" for name in reversed(made)]
    assert answer.context["newest"] == "?verified=yes"


def test_the_figures_are_taken_as_a_file_and_that_is_an_entry(cast, busy):
    client = signed_in(cast.communications)
    lines = list(csv.reader(StringIO(client.get(f"{PAGE}figures.csv").getvalue().decode("utf-8-sig"))))
    book = load_workbook(BytesIO(client.get(f"{PAGE}figures.xlsx").getvalue()))
    assert ["Accounts in use", "All", "In use", "4", "2026-01-11"] in lines
    assert len(list(book.active.rows)) == len(lines)
    client.head(f"{PAGE}figures.csv")
    taken = Entry.objects.filter(action="overview.exported").order_by("seq")
    assert [row.after for row in taken] == [{"as_of": "2026-01-11", "as": kind} for kind in ("csv", "xlsx")]
    assert not taken.filter(trail_scope(cast.sysadmin)).exists(), "it is no event of the system"


def test_the_first_sentence_says_how_much_is_late(cast, busy):
    late = sum(slowly()["late"].values())
    assert late > 1
    said = overview(AsOf(clock.today())).verdict
    assert said.endswith(f" {late} passwords, answers, handoffs and decisions are late.")


def test_the_first_sentence_says_that_nothing_is_late(cast):
    said = overview(AsOf(clock.today())).verdict
    assert said.endswith("No password, answer, handoff or decision is late.")


def test_pictures_say_in_words_what_they_show(cast, busy):
    page = signed_in(cast.director).get(PAGE).content.decode()
    assert '<svg width="100%" height="144" role="img" aria-labelledby="platforms-t platforms-d">' in page
    assert "Instagram: " in page.partition('<desc id="platforms-d">')[2].partition("</desc>")[0]
    assert page.count("Show as a table") >= 3


@pytest.mark.counts
@pytest.mark.parametrize("path", ["", "accounts/?", "rotations/?"])
def test_as_many_questions_whatever_the_rows(cast, busy, path):
    client = signed_in(cast.director)
    client.get(PAGE + path)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE + path)
    for number in range(3):
        account = make_account(cast, handle=f"more{number}", unit=cast.units.middle)
        open_rotation(account, field="password", reason="incident", by=cast.director)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE + path)
    assert len(many) == len(few)
