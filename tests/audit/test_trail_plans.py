"""However long the trail, an index answers each question in order: read off the plans of the queries themselves."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from registry import audit, clock
from registry.audit.models import Entry
from registry.audit.seeking import MOST_SIDES, Question, sides_of
from registry.people.powers import trail_scope
from tests.audit.subjects import Thing
from tests.audit.synthetic import grow
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
#: As many rows as a page and its sides may be sorted out of: what is joined, never what is searched.
FEW = 51 * 60


def plans(queries):
    """The plan of every query that looks for entries."""
    for query in [one["sql"] for one in queries if 'FROM "audit_entry"' in one["sql"]]:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"EXPLAIN QUERY PLAN {query}".replace("%", "%%"))
                yield query, [row[3] for row in cursor.fetchall()]
            else:
                cursor.execute("SET LOCAL enable_seqscan = off")  # six thousand rows are few: is there another way?
                cursor.execute(f"EXPLAIN (FORMAT JSON) {query}".replace("%", "%%"))
                found = cursor.fetchone()[0]
                yield query, list(_nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]))


def _nodes(node):
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] == "audit_entry":
        yield "SCAN audit_entry"
    if node["Node Type"] in ("Sort", "HashAggregate") and node["Plans"][0]["Plan Rows"] > FEW:
        yield "USE TEMP B-TREE FOR ORDER BY"
    if node["Node Type"].endswith("Scan") and "Index" in node["Node Type"]:
        yield f"INDEX {node.get('Index Name')}"
    for below in node.get("Plans", []):
        yield from _nodes(below)


def slow(queries):
    """What reads all entries, or sorts those that fit; those of one moment may be sorted (“the right part”)."""
    return [
        (query, step)
        for query, steps in plans(queries)
        for step in steps
        if step.startswith(("SCAN audit_entry", "SCAN U0")) or step.endswith("FOR ORDER BY")
    ]


@pytest.fixture
def long(cast):
    account = make_account(cast, handle="HarborNordic")
    with audit.act():
        audit.record(audit.Event.ACCOUNT_EDITED, by=cast.director, on=account, outcome="error")
    grow(6_000)
    return account


def asked(cast, account):
    month_ago = (clock.today() - timedelta(days=1)).isoformat()
    return {
        "account": account.number, "about": "@HarborNordic", "label": "@team7", "unit": str(cast.units.high.pk),
        "outcome": "error", "who": "Keller", "what": "secret.revealed", "kind": "secret", "since": month_ago,
        "until": month_ago,
    }  # fmt: skip


@pytest.mark.parametrize("depth", [{}, {"before": 900}, {"after": 900}])
def test_each_filter_at_each_depth_is_answered_by_an_index(cast, long, depth):
    browser, found = signed_in(cast.director), {}
    for name, value in asked(cast, long).items():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/trail/", {"about" if name == "label" else name: value, **depth}).status_code == 200
        found[name] = slow(queries.captured_queries)
    for name in ("since", "until"):  # these walk the numbers from where the days begin
        found[name] = [one for one in found[name] if "ORDER BY" in one[1]]
    assert {name: steps for name, steps in found.items() if steps} == {}


def test_sentences_that_some_entries_of_an_event_read_as_are_answered_by_an_index(cast, long):
    browser, found = signed_in(cast.director), {}
    for words in ("approved in part", "declined", "their own", "refused the page"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/trail/", {"what": words}).context["form"].errors == {}
        found[words] = slow(queries.captured_queries)
    assert {words: steps for words, steps in found.items() if steps} == {}


def test_what_is_left_out_makes_nothing_be_sorted(cast, long):
    browser, found = signed_in(cast.director), {}
    grow(1_500, action="trail.read", actor_id=str(cast.coach.pk), object_id="a-7")
    one = {"who": cast.coach.email, "about": "account:a-7", "account": long.number, "nothing": "", "also": "on"}
    for name, value in one.items():
        with CaptureQueriesContext(connection) as queries:
            browser.get("/trail/", {name: value})
        found[name] = slow(queries.captured_queries)
    for name in ("nothing", "also"):  # these walk the numbers, newest first, until they have a page
        found[name] = [one for one in found[name] if "ORDER BY" in one[1]]
    assert {name: steps for name, steps in found.items() if steps} == {}


def test_who_reads_a_part_only_is_answered_by_indexes_too(cast, long):
    with CaptureQueriesContext(connection) as queries:
        for reader in (cast.principal, cast.coach):
            Question((trail_scope(reader), Q(action__in=["secret.revealed", "signin.done"]))).take(51)
    assert slow(queries.captured_queries) == []


CONDITIONS = {
    "one": Q(actor_id="u-7"),
    "none": Q(pk__in=[]),
    "in": Q(action__in=["signin.done", "trail.read"]),
    "nobody": Q(actor_id__in=[]),
    "or": Q(actor_id="u-7") | Q(object_type="account", object_id__in=["a-1", "a-2"]) | Q(unit_id__in=["1003"]),
    "and beside it": Q(action="trail.read", outcome="error"),
    "or below and": (Q(actor_id="u-7") | Q(object_label="@team9")) & ~Q(action="trail.read"),
    "not": ~Q(actor_id="u-7"),
    "no index": Q(object_type="account", field_code="") | Q(actor_id="u-7"),
    "all": Q(),
    "overlapping": Q(actor_id="u-7") | Q(action="trail.read") | Q(actor_id__in=["u-7", "u-8"]),
}


def test_a_question_taken_apart_finds_what_it_found_whole(cast):
    grow(1_500)
    for name, condition in CONDITIONS.items():
        for second in (Q(), Q(unit_id__in=["1003", "1004"])):
            plain, question = Entry.objects.filter(condition, second), Question((condition, second))
            later = plain.filter(seq__gt=700).order_by("seq")
            assert question.take(60) == list(plain.order_by("-seq")[:60]), name
            assert question.take(60, newest=False, between=Q(seq__gt=700)) == list(later[:60]), name
            assert question.count(10**6) == plain.count(), name
        read = [one.seq for one in Question((condition,)).oldest_first(1_400)]
        assert read == list(
            Entry.objects.filter(condition, seq__lte=1_400).order_by("seq").values_list("seq", flat=True)
        ), name


def test_more_things_than_a_database_joins_are_still_found(cast):
    grow(1_200)
    many = Q(object_type="account", object_id__in=[f"a-{number}" for number in range(MOST_SIDES + 100)]) | Q(
        actor_id="u-1"
    )
    assert len(sides_of(many)) > MOST_SIDES
    assert Question((many,)).take(51) == list(Entry.objects.filter(many).order_by("-seq")[:51])


def test_the_last_page_costs_the_queries_of_the_first(cast, long):
    browser, counts = signed_in(cast.director), []
    browser.get("/trail/")  # the session's first page costs a little more
    for depth in ({}, {"before": 900}):
        with CaptureQueriesContext(connection) as queries:
            browser.get("/trail/", {"account": long.number, **depth})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_thing_of_another_room_needs_no_row_here(cast):
    with audit.act():
        audit.record(audit.Event.ACCOUNT_EDITED, by=cast.director, on=Thing(trail_id="a-77"))
    assert len(Question((Q(object_type="account", object_id="a-77"),)).take(5)) == 1
