"""D5: requests under random hands, many lives long: no invariant falls, every move of the table is taken, no other is."""

from contextlib import suppress
from datetime import timedelta
from typing import ClassVar
from unittest import mock

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from approvals import actions
from approvals.actions.moving import locked, move
from approvals.models import Request
from approvals.workflow import STEP, STEPS, Actor, Move, Status
from assurance import world
from assurance.figure import Figure
from registry import audit, clock
from registry.audit.models import Entry
from registry.people.models import User
from registry.people.refusal import Refused
from tests.approvals.test_life import Life

LEGAL = {(source, step.target) for step in STEPS for source in step.sources if source != step.target}
ILLEGAL = {(which, status) for which in Move for status in Status if status not in STEP[which].sources}


class LongLife(Life):
    """The life of the tests, with time, and with hands that try what the table does not know."""

    lives: ClassVar[int] = 0
    taken: ClassVar[set[tuple[Status, Status]]] = set()
    refused: ClassVar[set[tuple[Move, Status]]] = set()

    def teardown(self) -> None:
        """Count the life."""
        type(self).lives += 1
        super().teardown()

    @rule(days=st.sampled_from([1, 1, 1, 61]))
    def time_goes_by(self, days: int) -> None:
        """Approvals that nobody uses expire."""
        with clock.at(clock.now() + timedelta(days=days)):
            actions.expire_due()

    @rule(request=Life.requests)
    def whatever_the_table_does_not_know_is_refused(self, request: Request) -> None:
        """Every move that does not begin at this status."""
        status = Status(self.again(request).status)
        for which in [which for which in Move if status not in STEP[which].sources]:
            with suppress(Refused), audit.act():
                move(locked(request), which, by=self.whoever_may(which, request), note="Because.")
                raise AssertionError(f"{which.value} from {status.value} was let through")
            self.refused.add((which, status))

    def whoever_may(self, which: Move, request: Request) -> User | None:
        """The actor the table names, so that only the status stands in the way."""
        return {Actor.REQUESTER: request.requester, Actor.SETUP: self.cast.communications}.get(STEP[which].actor)

    @invariant()
    def the_steps_taken_are_kept(self) -> None:
        """What the trail says each request went through."""
        for entry in Entry.objects.filter(object_type="request"):
            if entry.before and "status" in entry.before:
                self.taken.add((Status(entry.before["status"]), Status(entry.after["status"])))


def main(*, full: bool) -> None:
    """Live, then live once more with rules that look away."""
    world.begin()
    lives, steps = (5000, 50) if full else (150, 30)
    said = _live(lives, steps)
    taken, refused = LongLife.taken & LEGAL, LongLife.refused & ILLEGAL
    wrong = ([said] if said else []) + [f"never taken: {one} to {two}" for one, two in LEGAL - taken]
    detail = (
        f"{LongLife.lives} lives of {steps} steps; {len(taken)} of {len(LEGAL)} legal changes of status seen, "
        f"{len(refused)} of {len(ILLEGAL)} illegal pairs refused"
    )
    if len(refused) < 0.95 * len(ILLEGAL):
        wrong.append(f"only {len(refused)} of {len(ILLEGAL)} illegal pairs were tried")
    with mock.patch("approvals.rules.check_move", lambda *_args: None):
        broken = _live(30, 30)
    Figure(
        "D5", "requests under random hands", LongLife.lives, lives, bool(broken), "moves from any status were seen",
        detail, tuple(wrong),
    ).tell()  # fmt: skip


def _live(lives: int, steps: int) -> str:
    """What fell, in its first line; empty where everything held."""
    how = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    try:
        with transaction.atomic():
            run_state_machine_as_test(LongLife, settings=how)  # type: ignore[no-untyped-call]
    except Exception as fell:  # noqa: BLE001  # whatever fell is the finding
        return f"{type(fell).__name__}: {fell}".splitlines()[0]
    return ""
