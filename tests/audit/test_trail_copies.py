"""Copies of the trail: how much it is, in which form, one at a time, and what is left of one that was stopped."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from registry import clock
from registry.audit.models import Entry, Origin
from registry.audit.seeking import BATCH
from registry.audit.views import copies
from tests.audit.subjects import edit, edits
from tests.audit.synthetic import grow
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
URL = "/trail/copy/"


def test_the_page_before_it_says_how_many_and_keeps_the_filter(cast):
    edits(3)
    answer = signed_in(cast.director).get("/trail/copies/", {"what": "account.edited", "who": "u-1"})
    page = answer.content.decode()
    assert "3 entries." in page
    assert "Person: u-1" in page
    assert '<input type="hidden" name="what" value="account.edited">' in page
    assert 'name="month"' not in page


def test_it_is_taken_whole_or_by_month(cast):
    edit()
    with clock.at(clock.now() + timedelta(days=40)):
        edit()
        browser, query = signed_in(cast.director), {"what": "account.edited", "as": "lines"}
        page = browser.get("/trail/copies/", query).content.decode()
        assert [page.count(f'<option value="{month}"') for month in ("2025-12", "2025-11", "2025-10")] == [1, 1, 0]
        counts = {
            month: len(browser.get(URL, {**query, "month": month}).getvalue().splitlines())
            for month in ("", "2025-12", "2025-11")
        }
    assert counts == {"": 2, "2025-12": 1, "2025-11": 1}
    taken = Entry.objects.filter(action="trail.exported").order_by("seq")
    assert [entry.after.get("month") for entry in taken] == [None, "2025-12", "2025-11"]


@pytest.mark.parametrize("month", ["2025-13", "nonsense", "9999-12", "2025-11-01"])
def test_a_month_that_there_is_not_makes_no_copy(cast, month):
    edit()
    browser = signed_in(cast.director)
    assert "0 entries." in browser.get("/trail/copies/", {"what": "account.edited", "month": month}).text
    assert browser.get(URL, {"what": "account.edited", "month": month}).status_code == 422
    assert not Entry.objects.filter(action="trail.exported").exists()


def test_a_workbook_has_the_same_rows_as_the_list(cast):
    edit(reason="=1+1")
    answer = signed_in(cast.director).get(URL, {"what": "account.edited", "as": "workbook"})
    rows = list(load_workbook(BytesIO(answer.getvalue())).active.iter_rows(values_only=True))
    one = Entry.objects.get(action="account.edited")
    assert rows[0][:3] == ("Number", "When", "What happened")
    assert [(row[0], row[3], row[7], row[10]) for row in rows[1:]] == [(one.seq, "JoAnn Keller", "=1+1", one.hash)]


def test_more_than_a_sheet_holds_is_refused_before_anything_is_sent(cast, monkeypatch):
    edits(4)
    monkeypatch.setattr(copies, "MOST_IN_WORKBOOK", 3)
    browser, query = signed_in(cast.director), {"what": "account.edited"}
    answer = browser.get(URL, {**query, "as": "workbook"})
    assert (answer.status_code, "Take one month, or the list (CSV)." in answer.content.decode()) == (422, True)
    assert not Entry.objects.filter(action="trail.exported").exists()
    assert browser.get(URL, {**query, "as": "list"}).status_code == 200


def test_one_at_a_time(cast):
    edits(3)
    browser = signed_in(cast.director)
    first = browser.get(URL)
    next(first.streaming_content), next(first.streaming_content), next(first.streaming_content)
    second = browser.get(URL)
    assert (first.status_code, second.status_code) == (200, 429)
    assert "You are taking a copy already." in second.content.decode()
    assert signed_in(cast.communications).get(URL, {"as": "lines"}).status_code == 200
    first.getvalue()
    assert browser.get(URL).status_code == 200


def test_a_copy_that_nobody_takes_to_its_end_stops_and_says_how_far_it_was(cast):
    grow(2 * BATCH + 10)
    answer = signed_in(cast.director).get(URL, {"as": "lines", "what": "account.edited"}, REMOTE_ADDR="192.0.2.7")
    pieces = answer.streaming_content
    for _ in range(5):
        next(pieces)
    answer._iterator.close()  # as the server does when the browser has gone
    stopped = Entry.objects.get(action="trail.copy_stopped")
    assert stopped.actor_id == str(cast.director.pk)
    assert stopped.after["rows"] == 4
    assert Origin.objects.get(seq=stopped.seq).source_ip == "192.0.2.7"
    assert signed_in(cast.director).get(URL).status_code == 200


def test_a_copy_taken_to_its_end_was_not_stopped(cast):
    edits(3)
    answer = signed_in(cast.director).get(URL, {"what": "account.edited"})
    answer.getvalue()
    assert not Entry.objects.filter(action="trail.copy_stopped").exists()


def test_a_copy_ends_with_the_newest_entry_of_when_it_was_asked_for(cast):
    edits(2)
    answer = signed_in(cast.director).get(URL, {"what": "account.edited", "as": "lines"})
    edits(2)
    assert len(answer.getvalue().splitlines()) == 2


def test_pieces_join_without_a_gap(cast):
    grow(2 * BATCH + 10)
    answer = signed_in(cast.director).get(URL, {"as": "lines", "about": "@team7", "also": "on"})
    assert len(answer.getvalue().splitlines()) == Entry.objects.filter(object_label="@team7").count()
