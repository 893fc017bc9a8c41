"""Letters that were sent and readings of the trail are left out of its pages, unless they are asked for."""

import pytest
from django.urls import reverse

from registry import audit
from registry.audit.models import Entry
from tests.audit.subjects import Thing, edit
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
URL, SAID = "/trail/", "Letters that were sent, and who read the trail, are left out."
HERE = "Letters that were sent, or who read the trail, are here because a filter asks for them."


@pytest.fixture
def director(cast):
    with audit.act():
        audit.record(audit.Event.LETTER_SENT, by=None, on=Thing())
        audit.record(audit.Event.LETTER_FAILED, by=None, on=Thing())
        audit.record(audit.Event.TRAIL_READ, by=cast.coach)
    return signed_in(cast.director)


def actions(browser, url=URL, **query):
    answer = browser.get(url, query)
    seqs = [line.entry.seq for _day, lines in answer.context["days"] for line in lines]
    return set(Entry.objects.filter(seq__in=seqs).values_list("action", flat=True)), answer.content.decode()


def test_they_are_left_out_and_the_page_says_so(director):
    found, page = actions(director)
    assert ({"letter.sent", "trail.read"} & found, "letter.failed" in found) == (set(), True)
    assert SAID in page
    assert '<a href="?also=on">Show them too</a>' in page


def test_they_are_there_when_asked_for(director):
    found, page = actions(director, also="on")
    assert {"letter.sent", "trail.read"} <= found
    assert SAID not in page
    assert 'href="?"' in page  # the chip that takes it away
    assert "Also letters and who read the trail" in page


@pytest.mark.parametrize(("query", "action"), [
    ({"kind": "letter"}, "letter.sent"), ({"what": "trail.read"}, "trail.read"),
])  # fmt: skip
def test_whoever_asks_for_their_kind_gets_them(director, query, action):
    found, page = actions(director, **query)
    assert action in found
    assert (SAID in page, HERE in page) == (False, True)


@pytest.mark.parametrize("query", [{"kind": "letter"}, {"kind": "account"}, {"what": "trail.read"}, {}])
def test_nobody_asks_for_them_by_a_tick_they_did_not_set(director, query):
    page = actions(director, **query)[1]
    assert 'name="also" id="id_also">' in " ".join(page.split())
    assert 'name="also" id="id_also" checked>' in " ".join(actions(director, also="on", **query)[1].split())


def test_that_they_are_here_is_said_only_where_they_are_and_nobody_ticked_them(director):
    edit()
    for query in ({}, {"kind": "account"}, {"kind": "letter", "also": "on"}, {"what": "letter.failed"}):
        assert HERE not in actions(director, **query)[1]


def test_a_timeline_leaves_them_out_too(director, cast):
    account = make_account(cast, "setting_up")
    with audit.act():
        audit.record(audit.Event.LETTER_SENT, by=None, on=account)
    url = reverse("audit:timeline", args=["account", account.uuid])
    found, page = actions(director, url)
    assert ("letter.sent" in found, SAID in page) == (False, True)
    assert "letter.sent" in actions(director, url, also="on")[0]


def test_a_copy_is_what_is_filtered_and_says_what_it_leaves_out(director):
    for query, there in (({}, False), ({"also": "on"}, True)):
        assert (SAID in director.get("/trail/copies/", query).content.decode()) is not there
        copy = director.get("/trail/copy/", {"as": "lines", **query}).getvalue().decode()
        assert ('"action": "letter.sent"' in copy) is there
    kept = [one.after for one in Entry.objects.filter(action="trail.exported").order_by("seq")]
    assert [one.get("left_out") for one in kept] == [["letter.sent", "trail.read"], None]
    assert [one.get("also") for one in kept] == [None, True]


def test_reading_is_written_down_all_the_same(director, cast):
    edit()
    director.get(URL)
    assert Entry.objects.filter(action="trail.read", actor_id=str(cast.director.pk)).count() == 1
