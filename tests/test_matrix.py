"""D1: every address × every kind of person × every method × here and elsewhere. What the table does not say fails."""

import logging
import os
from collections import Counter, deque
from collections.abc import Iterator
from unittest import mock

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import nonces
from registry.audit.models import Entry
from registry.people.models import User
from tests import scenes, verdicts
from tests.cast import Cast, sign_in, signed_in
from tests.ground import undone
from tests.matrix import OURS
from tests.matrix_public import PUBLIC
from tests.routes import every_route
from tests.scenes import Scene, World
from tests.snapshot import Snapshot
from tests.verdicts import ELSEWHERE, HERE, Row

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: GET and POST are what a view answers by who asks. HEAD is GET without a body, and the rest is turned away before any
#: view, whoever asks: these two ask with every method, and everybody does for the figure of `make assurance`.
ASK_EVERY_METHOD = ("nobody", "stranger")
#: Who is the same to both places is asked in one of them only, but for that figure.
EVERY_CELL = "EVERY_CELL" in os.environ
#: Who may do what is said in Python. On SQLite everybody asks; on PostgreSQL those who come to the most views.
ASKING = [*HERE] if connection.vendor == "sqlite" else ["communications"]
PLACES = {"here": HERE, "elsewhere": ELSEWHERE}
#: Rows whose act succeeds for nobody, with what it would take: the table asks for no entry of it.
NEVER_DONE = {
    "approvals:edit sent": "a request that was sent is no draft any more",
    "approvals:keep sent": "the same",
    "approvals:check sent": "the same",
    "accounts:reveal-code": "the account has no authenticator whose code could follow",
    "accounts:handoff-verify nothing has passed on yet": "a day on which the taker answers for it, and a login changed by then",
    "accounts:custody-beside not theirs": "the code of somebody's app, which goes by the clock of the machine",
    "accounts:secured not marked": "a marked account, whose whole sign-in has changed since",
    "accounts:rotation-sessions nothing has changed yet": "a password that really changed since",
    "campaigns:close an answer is missing": "with its last answer a campaign closes by itself",
    "desk:view-save without a filter": "a view filters something; the row below saves one",
    "keeping:dispose nothing is old enough": "a trail of seven years",
    "people:agree_disposal nothing of it may go": "the same",
}
#: A yes to these is no act on anything that others rely on, so that nothing is written: it is asked and answered, or
#: shown before it is done; it is one's own draft, list or letters; or it is so already.
WRITE_NOTHING = frozenset({
    "accounts:deposit-suggest", "accounts:deposit-measure", "approvals:handle", "approvals:handle sent",
    "approvals:follow", "approvals:unfollow", "approvals:edit", "approvals:keep",
    "policy:current", "desk:view-begin-with-everything",
})  # fmt: skip
_built: list[tuple[Snapshot, World]] = []


@pytest.fixture
def world(cast: Cast) -> World:
    """Both scenes: built once in a run, the same rows laid out again after that."""
    if not _built:
        _built.append(Snapshot.of(lambda: scenes.build(cast)))
        return _built[0][1]
    _built[0][0].lay_out()
    return _built[0][1]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of requests need no log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def looks_like(answer: HttpResponse, method: str) -> str:
    """The answer as a verdict; a status no verdict knows stands for itself."""
    to = answer.headers.get("Location", "")
    if answer.status_code == 302:
        if to.startswith("/sign-in/login/?next="):
            return verdicts.LOGIN
        if to.startswith("/sign-in/2fa/"):
            return verdicts.FACTOR
        return verdicts.DO if method == "POST" else "go"
    named = {
        200: verdicts.DO,
        204: verdicts.DO,
        403: verdicts.NO,
        404: verdicts.HIDDEN,
        405: verdicts.NOT,
        409: verdicts.LATE,
        422: verdicts.FORM,
    }
    return named.get(answer.status_code, str(answer.status_code))


def ask(row: Row, world: World, scene: Scene, user: User | None, signed_in: Client, method: str) -> tuple[str, int]:
    """One cell: what came of it and how many entries the trail has of it: of a refusal, denials alone."""
    with undone():
        client = Client(raise_request_exception=False)
        client.cookies.update(signed_in.cookies)
        path = reverse(row.route, kwargs=dict(row.at(world, scene))) + row.query
        data = dict(row.data(world, scene)) if method == "POST" else {}
        if row.ticket and method == "POST" and user is not None:
            data["nonce"] = nonces.issue(client.session.session_key or "", user, scene.active, *row.ticket)
        before = last_entry()
        answer = client.generic(method, path) if method != "POST" else client.post(path, data)
        if answer.streaming:  # read to its end, it closes its file
            deque(answer.streaming_content, maxlen=0)
        got = looks_like(answer, method)
        written = Entry.objects.filter(seq__gt=before)
        return got, (written.filter(outcome="denied") if got == verdicts.NO else written).count()


def two_places(actor: str) -> bool:
    return EVERY_CELL or HERE[actor] != ELSEWHERE[actor]


def last_entry() -> int:
    return Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


@pytest.mark.parametrize("actor", ASKING)
def test_every_address_answers_each_person_as_the_table_says(actor: str, world: World, record_property) -> None:
    user = None if actor == "nobody" else getattr(world.cast, actor)
    inside = Client() if user is None else sign_in(Client(), user)
    unexpected, unwritten, cells = [], [], 0
    methods = METHODS if EVERY_CELL or actor in ASK_EVERY_METHOD else ("GET", "POST")
    for row in OURS:
        for place, relations in PLACES.items() if row.scoped and two_places(actor) else [("here", HERE)]:
            scene = getattr(world, place)
            for method in methods:
                wanted = row.verdict(method, relations[actor])
                got, left = ask(row, world, scene, user, inside, method)
                cells += 1
                where = f"{actor} {method} {row.route} {row.about} {place}"
                if got != wanted:
                    unexpected.append(f"{where}: {got}, not {wanted}")
                elif got == verdicts.NO and left != 1:
                    unwritten.append(f"{where}: {left} denials in the trail")
                elif method == "POST" and got == verdicts.DO and not left and row.name not in WRITE_NOTHING:
                    unwritten.append(f"{where}: {left} entries in the trail")
    record_property("cells", cells)
    assert not (unexpected + unwritten), "\n".join(["", *unexpected, *unwritten])


@pytest.mark.parametrize("who", ["nobody", "teacher", "communications", "sysadmin"])
def test_addresses_without_a_person_answer_as_the_table_says(cast: Cast, who: str, record_property) -> None:
    inside = Client() if who == "nobody" else sign_in(Client(), getattr(cast, who))
    paths = {route.name: route for route in every_route()}
    unexpected = []
    for row in PUBLIC:
        path = paths[row.route].path(row.arguments)
        for method in METHODS:
            with undone():
                client = Client(raise_request_exception=False)
                client.cookies.update(inside.cookies)
                got = client.generic(method, path).status_code
            wanted = (row.nobody if who == "nobody" else row.inside)[method]
            unexpected += [f"{who} {method} {path}: {got}, not {wanted}"] if got != wanted else []
    record_property("cells", len(PUBLIC) * len(METHODS))
    assert unexpected == []


def test_every_address_has_its_line() -> None:
    declared = {row.route for row in [*OURS, *PUBLIC]}
    assert {route.name for route in every_route()} == declared


def test_a_dropped_guard_turns_exactly_its_cells_red(world: World) -> None:
    rows = [row for row in OURS if row.route in ("accounts:history", "accounts:account", "people:edit")]
    with mock.patch("accounts.views.reading.check_may_see_history", lambda standing: None):
        red = {
            (row.route, method)
            for row in rows
            for method in METHODS
            for got, _denials in [
                ask(row, world, world.here, world.cast.teacher, signed_in(world.cast.teacher), method)
            ]
            if got != row.verdict(method, "staff")
        }
    assert red == {("accounts:history", "GET"), ("accounts:history", "HEAD")}


def test_who_writes_nothing_has_a_line() -> None:
    assert {row.name for row in OURS if row.post} >= WRITE_NOTHING


def test_what_no_line_lets_succeed_is_named() -> None:
    assert {row.name for row in OURS if row.post and verdicts.DO not in row.post.values()} == NEVER_DONE.keys()


def test_no_line_stands_twice_in_the_table() -> None:
    assert [line for line, times in Counter((row.route, row.about) for row in OURS).items() if times > 1] == []


def test_the_table_is_large_enough_to_count() -> None:
    ours = sum(len(METHODS) * (len(PLACES) if row.scoped else 1) for row in OURS) * len(HERE)
    assert ours + len(PUBLIC) * len(METHODS) * 4 >= 10_000
