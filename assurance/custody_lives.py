"""D5c: the custody of an account under random hands: never empty, the giver's until verified, nothing left to a leaver."""

import sys
from unittest import mock

from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.models import HandoffState
from assurance import world
from assurance.custody_life import CustodyLife
from assurance.figure import Figure

SEED = 55
#: So many lives from one seed: what Hypothesis remembers of those before makes each next one dearer.
BATCH = 250
#: What must have happened at least once in so many lives.
WANTED = {*HandoffState.values, "reassigned", "beside", "away", "left", "left in a handoff"}


def main(*, full: bool) -> None:
    """Live, then live once more where a departure looks away from what somebody holds."""
    world.begin()
    lives, steps = (5000, 20) if full else (40, 25)
    said = _live_long(lives, steps)
    lived, (due, found, asked) = CustodyLife.lives, CustodyLife.due
    wrong = ([said] if said else []) + [f"never seen: {one}" for one in sorted(WANTED - CustodyLife.met)]
    detail = (
        f"seeds from {SEED}, {lived} lives of {steps} steps; of those who left {due} knew the password, {found} of them "
        f"were found, {asked} were named"
    )
    with mock.patch("accounts.actions.departure._held_or_offered", lambda _person: Q(pk__in=[])):
        broken = _live(20, 25)
    Figure(
        "D5c", "custody under random hands", lived, lives, bool(broken), "a departure that lets go of nothing was seen",
        detail, tuple(wrong),
    ).tell()  # fmt: skip


def _live_long(lives: int, steps: int) -> str:
    """What fell first, in its first line; how far it came is said to whoever waits."""
    for number, done in enumerate(range(0, lives, BATCH)):
        if said := _live(min(BATCH, lives - done), steps, SEED + number):
            return said
        print(f"{CustodyLife.lives} of {lives} lives", file=sys.stderr, flush=True)
    return ""


def _live(lives: int, steps: int, from_seed: int = SEED) -> str:
    """What fell, in its first line; empty where everything held."""
    how = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    try:
        with transaction.atomic():
            run_state_machine_as_test(seed(from_seed)(CustodyLife), settings=how)  # type: ignore[no-untyped-call]
    except Exception as fell:  # noqa: BLE001  # whatever fell is the finding
        return f"{type(fell).__name__}: {fell}".splitlines()[0]
    return ""
