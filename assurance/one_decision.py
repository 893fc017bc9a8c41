"""D3: eight processes let go at once, through the door: one decision wins, is written once and told once (invariant 2)."""

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from multiprocessing.synchronize import Barrier
from random import Random
from typing import Any
from unittest import mock

from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from approvals.models import Decision, Request, Seat
from assurance import world
from assurance.acting import ask_to_decide
from assurance.figure import Figure
from assurance.surroundings import HOST
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import Office, User
from tests.approvals.test_pages import answers_for
from tests.cast import Cast, gather, sign_in
from tests.makers import decide, make_request, seat_of

PROCESSES = 8
OUTCOMES = {
    "setting_up": "approved", "declined": "declined", "returned": "returned", "withdrawn": "withdrawn",
    "deciding": "decision_needed",
}  # fmt: skip
EVENTS = {
    "setting_up": "request.approved",
    "declined": "request.declined",
    "returned": "request.returned",
    "withdrawn": "request.withdrawn",
    "deciding": "request.revised",
}
#: What the mix of a race must have come to at least once, on each database.
MIX = {
    "request.approved": "approved", "request.declined": "declined", "request.withdrawn": "withdrawn",
    "request.revised": "edited",
}  # fmt: skip
#: A long form takes longer to read than a word, so an edit would never be first: in one race of five it begins so many
#: seconds before the others.
IN_FIVE, HEAD_START = 5, 0.3
#: Of these letters and events a request has one; what a changed text leaves may stand before another end.
FINAL = frozenset(OUTCOMES) - {"deciding"}
Act = Callable[[Client, Request], int]
#: Who plays, and what they may do in a race: one of these, by chance.
Part = tuple[str, list[Act]]


def main(*, full: bool) -> None:
    """Half of the races are random mixes over one seat, half for the last two; the control lets go of the locks."""
    postgres = "postgres" in os.environ["DATABASE_URL"]
    races = (1000 if full else 200) if postgres else (500 if full else 100)
    world.begin()
    cast = gather()
    wrong = race(cast, races, unlocked=False)
    ends = Counter(Entry.objects.filter(action__in=MIX).values_list("action", flat=True))
    wrong += [f"{action}: in no race" for action in MIX if not ends[action]]
    mix = ", ".join(f"{ends[action]} {words}" for action, words in MIX.items())
    broken = race(cast, 20, unlocked=True)
    bad = len({sentence.split(":")[0] for sentence in broken})
    Figure(
        "D3", "one decision wins", races - len({line.split(":")[0] for line in wrong}), races, bad > 0,
        f"without locks {bad} of 20 went wrong", f"{PROCESSES} processes; {mix}", tuple(wrong),
    ).tell()  # fmt: skip


def race(cast: Cast, races: int, *, unlocked: bool) -> list[str]:
    """What went wrong, a sentence each, beginning with the reference of its request."""
    one_seat = [] if unlocked else [_for_one_seat(cast) for _ in range(races // 2)]
    two_last = [make_request(cast, "with_both") for _ in range(races - len(one_seat))]
    failed = _let_go(cast, [request.pk for request in one_seat], contest(cast), unlocked)
    failed += _let_go(cast, [request.pk for request in two_last], LAST_TWO, unlocked)
    found = [f"{reference}: an answer was {status}" for reference, status in failed]
    found += [sentence for request in one_seat for sentence in _faults(request, may=set(OUTCOMES))]
    return found + [sentence for request in two_last for sentence in _faults(request, may={"setting_up"})]


def _for_one_seat(cast: Cast) -> Request:
    request = make_request(cast, "with_both")
    decide(request, Office.COMMUNICATIONS_DIRECTOR, cast.director)
    return request


def _answer(office: Office, answer: str) -> Act:
    return lambda client, request: ask_to_decide(client, request, seat_of(request, office), answer).status_code


def _withdraw(client: Client, request: Request) -> int:
    return int(client.post(f"/requests/{request.reference}/withdraw/", {"why": ""}).status_code)


def _edit(cast: Cast) -> Act:
    """Change what the account will do: whoever decides on the old text comes too late."""

    def edit(client: Client, request: Request) -> int:
        changed = answers_for(cast, handle=request.items.get().handle, images_plan="none", purpose="Live streams.")
        return int(client.post(f"/requests/{request.reference}/revise/", changed).status_code)

    return edit


TOP, OTHER = Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
ANSWERS: list[Act] = [_answer(TOP, answer) for answer in ("yes", "yes", "no")]
LAST_TWO: list[Part] = [("superintendent", [_answer(TOP, "yes")]), ("director", [_answer(OTHER, "yes")])] * (
    PROCESSES // 2
)


def contest(cast: Cast) -> list[Part]:
    """Approve, decline, withdraw, edit: eight processes, each doing one of its own by chance."""
    asks: Part = ("requester", [_withdraw, _edit(cast)])
    return [*[("superintendent", ANSWERS)] * 3, *[("designee", ANSWERS)] * 3, asks, asks]


def _let_go(cast: Cast, numbers: list[int], parts: list[Part], unlocked: bool) -> list[tuple[str, int]]:
    """Each process plays one part in every race; returns the answers that are failures of the site."""
    if not numbers:
        return []
    world.part()
    context = multiprocessing.get_context("fork")
    line, said = context.Barrier(len(parts)), context.SimpleQueue()
    players = [
        context.Process(target=_play, args=(getattr(cast, who).pk, acts, Random(seed), numbers, line, said, unlocked))
        for seed, (who, acts) in enumerate(parts)
    ]
    for player in players:
        player.start()
    failed = [pair for _ in players for pair in said.get()]
    for player in players:
        player.join(60)
    return failed


def _play(
    user: object, acts: list[Act], chance: Random, numbers: list[int], line: Barrier, said: Any, unlocked: bool
) -> None:
    client = Client(
        headers={"host": HOST, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"},
        raise_request_exception=False,
    )
    sign_in(client, User.objects.get(pk=user))
    failed = []
    with _without_locks() if unlocked else nullcontext():
        for number in numbers:
            request = Request.objects.get(pk=number)
            act = chance.choice(acts)
            line.wait(120)
            if number % IN_FIVE == 0 and act.__name__ != "edit":
                time.sleep(HEAD_START)
            status = act(client, request)
            failed += [(request.reference, status)] if status >= 500 else []
    said.put(failed)
    connection.close()


@contextmanager
def _without_locks() -> Iterator[None]:
    """The broken variant: nobody waits for anybody, on SQLite by transactions that begin as readers."""
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"]}
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
        connection.settings_dict["OPTIONS"]["timeout"] = 0.05
    with mock.patch.object(QuerySet, "select_for_update", lambda rows, *args, **how: rows.all()):
        yield


def _faults(request: Request, *, may: set[str]) -> Iterator[str]:
    """What is not as one winner leaves it."""
    request = Request.objects.get(pk=request.pk)
    name, status = request.reference, request.status
    if status not in may:
        yield f"{name}: it stands at {status}"
        return
    seats = Seat.objects.filter(round__request=request).count()
    decided = Decision.objects.filter(round__request=request).count()
    if decided != (decided if status in ("withdrawn", "deciding") else seats):
        yield f"{name}: {decided} decisions for {seats} seats"
    entries = list(Entry.objects.filter(object_id=name).values_list("action", flat=True))
    if entries.count("decision.recorded") != decided:
        yield f"{name}: {entries.count('decision.recorded')} events for {decided} decisions"
    ends = [action for action in entries if action in EVENTS.values() and action != EVENTS["deciding"]]
    if ends != [EVENTS[status]] * (status in FINAL):
        yield f"{name}: its end is written as {ends}"
    letters = set(Letter.objects.filter(about_id=name).values_list("template", flat=True))
    told = {OUTCOMES[end] for end in FINAL if f"approvals/{OUTCOMES[end]}" in letters}
    if told != ({OUTCOMES[status]} if status in FINAL else set()):
        yield f"{name}: people were told {sorted(told)}"
