"""D21: whatever is done to the trail is found and rightly named, writers make no fork and no gap, and it is checked fast."""

import os
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.db import connection, transaction

from assurance import chain_writers, world
from assurance.chain_ways import WAYS, Done, Way, delete, edit, open_up
from assurance.figure import Figure
from registry import audit
from registry.audit import sealing
from registry.audit.checking import look
from registry.audit.keys import keys
from registry.audit.links import Link, links
from registry.audit.models import Entry, Seal
from registry.audit.naming import genuine
from registry.audit.verifying import Checkpoint, Report, verify

SEED = 21
ENTRIES, SEGMENT = 60, 10
SOMEBODY = SimpleNamespace(trail_kind="user", trail_id="u-1", trail_label="JoAnn Keel", trail_roles=[])
A_MINUTE, A_MILLION = 60, 1_000_000


def main(*, full: bool) -> None:
    """Corruptions, writers at once, and speed, one figure each."""
    world.begin()
    _corruptions(10_000 if full else 400).tell()
    if "postgres" in os.environ["DATABASE_URL"]:
        chain_writers.measured(10_000 if full else 100).tell()
    _speed(A_MILLION if full else 50_000).tell()


def write(count: int) -> None:
    """So many entries, as acts of a thousand."""
    for begin in range(0, count, 1_000):
        with audit.act():
            for number in range(begin, min(begin + 1_000, count)):
                audit.record(audit.Event.ACCOUNT_EDITED, by=SOMEBODY, on=SOMEBODY, after={"number": number})


def _corruptions(rounds: int) -> Figure:
    write(ENTRIES)
    with mock.patch.object(sealing, "RUN", SEGMENT):
        sealing.seal_due(by=None)
    last = Entry.objects.latest("seq").seq
    kept = Checkpoint(last, Entry.objects.get(seq=last).hash)
    chance, wrong, tried = Random(SEED), list[str](), Counter[str]()
    if look(checkpoint=kept).finding:
        wrong.append("the trail was not well before anything was done to it")
    for round_ in range(rounds):
        done, said = _tried(WAYS[round_ % len(WAYS)], chance, kept)
        tried[done.kind] += 1
        if said != (done.seq, True):
            wrong.append(f"{done.kind} at {done.seq} ({sorted(done.names)}), and found {said}")
    blind = {"hashes": _missed(_links_only, edit, last), "links": _missed(_hashes_only, delete, last)}
    return Figure(
        "D21", "corruptions of the trail are found and rightly named", rounds - len(wrong), rounds,
        all(blind.values()) and Seal.objects.count() > 1,
        f"without hashes {blind['hashes']} of 20 edits missed, without links {blind['links']} of 20 deletions",
        f"seed {SEED}; {', '.join(f'{count} {kind}' for kind, count in tried.items())}", tuple(wrong),
    )  # fmt: skip


def _tried(way: Way, chance: Random, kept: Checkpoint) -> tuple[Done, Any]:
    """What was done, and where it was found, with whether its name was right; all is put back."""
    with transaction.atomic():
        open_up()
        unguarded = bool(audit.triggers_missing(connection))
        done = way(chance, kept.size)
        finding = look(checkpoint=None if done.by_seals else kept).finding
        transaction.set_rollback(True)
    if not unguarded:
        return done, "triggers that are gone, and nobody missed them"
    return done, finding and (finding.seq, finding.kind in done.names or finding.kind)


# Controls: verifiers that look at half of it --------------------------------------------------------------------------


def _links_only() -> bool:
    """Whether somebody who checks no hash finds anything."""
    expected, root = 1, "0" * 64
    for row in links(connection, 1, 1_000):
        if (row[0], row[2]) != (expected, root):
            return True
        expected, root = row[0] + 1, row[3]
    return False


def _hashes_only() -> bool:
    """Whether somebody who checks each entry by itself finds anything."""
    macs = keys().by_kid
    return any(not genuine(Link._make(row), macs) for row in links(connection, 1, 1_000))


def _missed(finds: Callable[[], bool], way: Way, last: int) -> int:
    chance, missed = Random(SEED), 0
    for _ in range(20):
        with transaction.atomic():
            open_up()
            way(chance, last)
            missed += not finds()
            transaction.set_rollback(True)
    return missed


def _timed() -> tuple[float, Report]:
    begun = time.monotonic()
    report = verify(connection)
    return time.monotonic() - begun, report


def _speed(count: int) -> Figure:
    write(count)
    seconds, report = min((_timed() for _ in range(3)), key=lambda one: one[0])  # others may use this machine too
    late = seconds * A_MILLION / report.checked if report.checked else A_MINUTE * 2
    wrong = [f"a million would take {late:.0f} s"] if late > A_MINUTE else []
    wrong += [report.finding.sentence] if report.finding else []
    with transaction.atomic():
        open_up()
        done = edit(Random(SEED), report.last)
        finding = verify(connection).finding
        transaction.set_rollback(True)
    bit = finding is not None and finding.seq == done.seq
    detail = f"in {seconds:.1f} s; a million in {late:.0f} s"
    return Figure(
        "D21", "entries are verified within a minute a million", min(report.checked, count), count, bit,
        "one edit among them was found", detail, tuple(wrong),
    )  # fmt: skip
