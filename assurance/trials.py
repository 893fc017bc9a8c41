"""Tries faults of the rules: one process with the tests collected and a database migrated, and a fork of it for each fault.

A fault is put in as the code of one function (or the value of one constant), so nothing is imported anew. The nearest
tests run until one fails, for at most so many seconds of the processor; the test that failed must pass without the fault.
Where a test did not come by the function, its file waits until others have run. The cast, made before, stays, but where
the fault is in the room that makes it.

Two forks at a time, each with a copy of the database, which is put back after a test that commits.
"""

import json
import os
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from django.db import connection, connections
from django.test import TransactionTestCase

from assurance import planting
from assurance.mutating import ROOT, Mutant
from assurance.nearness import Names, Place
from tests import cast, ground

SECONDS = 20
HUNG = 60
AT_FIRST = 3
LANES = 2
MOST = 30
ARGUMENTS = ["-q", "-s", "-p", "no:randomly", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
ASKING = {"db", "transactional_db", "django_db_setup"}
BROWSER = {"live_server", "page"}
UNTRIED = 70


@dataclass
class Trial:
    """A fault and the tests to run; or none, and the test by which another trial ended, to see that it passes."""

    mutant: Mutant | None
    items: list[pytest.Item]
    seen_in: "Trial | None" = None
    again: bool = False
    failed: str = ""
    pipe: int = 0
    lane: int = 0


@dataclass
class Trials:
    """A pytest plugin: in place of the loop over tests, the loop over faults. `told` gets a line for each."""

    mutants: list[Mutant]
    near: dict[Mutant, list[Place]]
    told: Path
    until: float
    passing: dict[str, bool] = field(default_factory=dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items: dict[Place, list[pytest.Item]] = {}
        for item in session.items:
            if not BROWSER & set(getattr(item, "fixturenames", ())):
                place = (str(item.path.relative_to(ROOT)), getattr(item, "originalname", item.name))
                items.setdefault(place, []).append(item)
        self._warm(session)
        waiting = [Trial(one, _in_turn([items.get(place, []) for place in self.near[one]])) for one in self.mutants]
        by_id = {item.nodeid: item for item in session.items}
        names = {lane: _copied(lane) for lane in range(LANES)}
        running: dict[int, Trial] = {}
        while waiting or running:
            if (
                time.monotonic() > self.until
            ):  # what has begun is brought to its end, or the slow ones would be left out
                waiting = [one for one in waiting if one.seen_in or one.again]
            while waiting and len(running) < LANES:
                lane = next(lane for lane in names if lane not in {one.lane for one in running.values()})
                pid, trial = self._begin(session, waiting.pop(0), lane, names[lane])
                running[pid] = trial
            pid, status = os.wait()
            waiting[:0] = self._ended(running.pop(pid), status, by_id)
        for name in names.values():
            for end in ("", "-wal", "-shm"):
                Path(name + end).unlink(missing_ok=True)
        return True

    def _warm(self, session: pytest.Session) -> None:
        """Have the database and the cast made, and what is loaded by the first request loaded."""
        for word in ("cast", "client"):
            first = next(item for item in session.items if word in getattr(item, "fixturenames", ()))
            runtestprotocol(first, nextitem=session, log=False)
        connections.close_all()

    def _begin(self, session: pytest.Session, trial: Trial, lane: int, name: str) -> tuple[int, Trial]:
        told, tells = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(told)
            _live(session, trial, name, tells)
        os.close(tells)
        trial.pipe, trial.lane = told, lane
        return pid, trial

    def _ended(self, trial: Trial, status: int, by_id: dict[str, pytest.Item]) -> list[Trial]:
        """Write down what came of it, or give what must be tried before one knows."""
        with os.fdopen(trial.pipe) as pipe:
            trial.failed = pipe.read()
        if trial.seen_in:
            passes = self.passing[trial.items[0].nodeid] = status == 0 and not trial.failed
            return self._settled(trial.seen_in, passes=passes)
        if trial.failed in self.passing:
            return self._settled(trial, passes=self.passing[trial.failed])
        if trial.failed:
            return [Trial(None, [by_id[trial.failed]], seen_in=trial)]
        self._tell(trial, status)
        return []

    def _settled(self, trial: Trial, *, passes: bool) -> list[Trial]:
        """A fault was seen by a test that passes without it; or is tried again without those that do not."""
        if not passes:
            return [Trial(trial.mutant, [one for one in trial.items if self.passing.get(one.nodeid, True)], again=True)]
        self._tell(trial, 0)
        return []

    def _tell(self, trial: Trial, status: int) -> None:
        hung, tried = os.WIFSIGNALED(status), status == 0
        line = {"mutant": str(trial.mutant), "seen": bool(trial.failed) or hung, "tried": tried or hung}
        with self.told.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line | {"by": trial.failed, "tests": len(trial.items)}) + "\n")


def _in_turn(places: list[list[pytest.Item]]) -> list[pytest.Item]:
    """Those that ask no database, for they take no time; the nearest tests whole; of those farther away first a few of
    what each is run with, then the rest.
    """
    quick = [item for items in places for item in items if _is_quick(item)]
    slow = [[item for item in items if not _is_quick(item)] for items in places]
    near, far = slow[:AT_FIRST], slow[AT_FIRST:]
    first = [*near, *(items[:AT_FIRST] for items in far), *(items[AT_FIRST:] for items in far)]
    return quick + [item for items in first for item in items]


def _is_quick(item: pytest.Item) -> bool:
    return not (ASKING & set(getattr(item, "fixturenames", ())) or any(item.iter_markers("django_db")))


def _live(session: pytest.Session, trial: Trial, name: str, tells: int) -> None:
    """In the fork: plant the fault, run the tests until one fails, say which."""
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (HUNG, HUNG))
        template = f"{connection.settings_dict['NAME']}_template"
        connection.settings_dict["NAME"] = name
        TransactionTestCase._fixture_teardown = lambda _: _put_back(template, name)
        if trial.mutant:
            planting.plant(trial.mutant)
            if trial.mutant.path.startswith("registry/people/"):
                cast._taken.clear()
        os.write(tells, _first_failure(session, trial.items).encode())
        os._exit(0)
    finally:
        os._exit(UNTRIED)


def _first_failure(session: pytest.Session, items: list[pytest.Item]) -> str:
    """The test that failed, or nothing."""
    until = time.process_time() + SECONDS
    waiting = [*items]
    while waiting and time.process_time() < until:
        item = waiting.pop(0)
        planting.PASSED_BY.clear()
        if any(report.failed for report in runtestprotocol(item, nextitem=session, log=False)):
            return item.nodeid
        if not planting.PASSED_BY:
            waiting.sort(key=lambda other: other.path == item.path)
    return ""


def _put_back(template: str, name: str) -> None:
    connections.close_all()
    ground._copy(template, name)


def _copied(lane: int) -> str:
    name = f"{connection.settings_dict['NAME']}_lane{lane}"
    ground._copy(str(connection.settings_dict["NAME"]), name)
    return name


def main(*, full: bool) -> None:
    """Started as `assurance.measure trials FAULTS TOLD SECONDS`: from where the faults are read, where to write, and for
    how long new ones are begun.
    """
    until = time.monotonic() + float(sys.argv[4])
    faults, told = (Path(one) for one in sys.argv[2:4])
    mutants = [Mutant(**one) for one in json.loads(faults.read_text(encoding="utf-8"))]
    names = Names()
    near = {one: names.tests_near(one.path, one.within, MOST) for one in mutants}
    files = sorted({file for places in near.values() for file, _ in places})
    hypothesis.settings.register_profile("few", max_examples=10, database=None, deadline=None)
    hypothesis.settings.load_profile("few")
    sys.exit(int(pytest.main([*ARGUMENTS, *files], plugins=[Trials(mutants, near, told, until)])))
