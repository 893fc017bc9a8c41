"""Eight processes that write to the trail at once: no fork, no gap; and the same without the head's lock."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from multiprocessing.synchronize import Barrier
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from assurance import world
from assurance.figure import Figure
from registry import audit
from registry.audit.models import Entry, Head
from registry.audit.verifying import verify

WRITERS = 8
SOMEBODY = SimpleNamespace(trail_kind="user", trail_id="u-2", trail_label="A writer", trail_roles=[])


def measured(each: int) -> Figure:
    """The figure, with so many events of each writer."""
    before = Head.objects.get().seq
    failed = _let_go(each, unlocked=False)
    report = verify(connection)
    written = Head.objects.get().seq - before
    wrong = [report.finding.sentence] if report.finding else []
    wrong += [f"{failed} were refused"] if failed else []
    wrong += ["there are gaps"] if Entry.objects.count() != Head.objects.get().seq else []
    lost = _let_go(20, unlocked=True)
    return Figure(
        "D21", "writers at once make no fork and no gap", written, each * WRITERS, lost > 0,
        f"without the head's lock {lost} of {20 * WRITERS} were lost", f"{WRITERS} processes", tuple(wrong),
    )  # fmt: skip


def _let_go(each: int, *, unlocked: bool) -> int:
    """How many events could not be written."""
    world.part()
    context = multiprocessing.get_context("fork")
    line, said = context.Barrier(WRITERS), context.SimpleQueue()
    writers = [context.Process(target=_write, args=(each, line, said, unlocked)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    failed = sum(said.get() for _ in writers)
    for writer in writers:
        writer.join(60)
    return failed


def _write(each: int, line: Barrier, said: Any, unlocked: bool) -> None:
    failed = 0
    line.wait(60)
    with _without_locks() if unlocked else nullcontext():
        for number in range(each):
            try:
                with audit.act():
                    audit.record(audit.Event.ACCOUNT_EDITED, by=SOMEBODY, on=SOMEBODY, after={"number": number})
            except DatabaseError:
                failed += 1
    said.put(failed)
    connection.close()


@contextmanager
def _without_locks() -> Iterator[None]:
    with mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self):
        yield
