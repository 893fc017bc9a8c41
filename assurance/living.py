"""Many lives of a state machine, in batches from seeds of their own, and what fell first."""

import sys
from traceback import extract_tb
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

#: So many lives from one seed: what Hypothesis remembers of those before makes each next one dearer.
BATCH = 250
_OURS = ("lives.py", "_life.py")


def live_long(machine: Any, lives: int, steps: int, *, first_seed: int) -> str:
    """What fell first, in its first line; how far it came is said to whoever waits. `machine` counts its `lives`."""
    for number, done in enumerate(range(0, lives, BATCH)):
        if said := live(machine, min(BATCH, lives - done), steps, from_seed=first_seed + number):
            return said
        print(f"{machine.lives} of {lives} lives", file=sys.stderr, flush=True)
    return ""


def live(machine: Any, lives: int, steps: int, *, from_seed: int) -> str:
    """What fell, and where, in its first line; empty where everything held."""
    how = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    try:
        with transaction.atomic():
            run_state_machine_as_test(seed(from_seed)(machine), settings=how)  # type: ignore[no-untyped-call]
    except Exception as fell:  # noqa: BLE001  # whatever fell is the finding
        where = [one.name for one in extract_tb(fell.__traceback__) if one.filename.endswith(_OURS)]
        return f"{where[-1] if where else ''}: {type(fell).__name__}: {fell}".splitlines()[0]
    return ""
