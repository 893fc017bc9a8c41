"""The life of a request as one table. Pure data: statuses, moves, what each writes down and whom it tells.

Which offices are heard, and in what order, is not here: those are rows (``Route``, ``RouteStep``).
A move that is not in this table does not exist.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.audit.events import Event


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    DECIDING = "deciding", _("Waiting for a decision")
    WAITING = "waiting", _("Waiting for an appointment")
    RETURNED = "returned", _("Changes asked for")
    SETTING_UP = "setting_up", _("Being set up")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


FINAL = frozenset({Status.COMPLETED, Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED})
#: A request in one of these holds its handles: no other live request may ask for the same.
LIVE = frozenset({Status.DECIDING, Status.WAITING, Status.RETURNED, Status.SETTING_UP})
#: These have an open round with open seats.
IN_ROUND = frozenset({Status.DECIDING, Status.WAITING})


#: An approval that is not used for so long expires (domain.md: request).
UNUSED = timedelta(days=60)


class Actor(StrEnum):
    """Who makes a move. ``rules.moves`` knows how to ask."""

    REQUESTER = "requester"
    SEAT = "seat"  # whoever may fill an open seat
    ROUND = "round"  # nobody by hand: it follows from the seats of the round
    SETUP = "setup"  # Communications, when the set-up is complete
    CLOCK = "clock"  # the daily run


class Move(StrEnum):
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    REVISE = "revise"
    WAIT = "wait"
    RESUME = "resume"
    APPROVE_ALL = "approve_all"
    GRANT = "grant"
    RETURN = "return"
    DECLINE = "decline"
    ANNUL = "annul"
    WITHDRAW = "withdraw"
    FINISH = "finish"
    EXPIRE = "expire"


@dataclass(frozen=True)
class Step:
    """One row: from where to where, by whom, what is written down, which letters go out, whether a note is owed."""

    move: Move
    sources: frozenset[Status]
    target: Status
    actor: Actor
    event: Event
    letters: tuple[str, ...] = ()
    needs_note: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        Move.SUBMIT,
        frozenset({Status.DRAFT}),
        Status.DECIDING,
        Actor.REQUESTER,
        Event.REQUEST_SUBMITTED,
        ("approvals/request_received", "approvals/decision_needed"),
    ),
    Step(
        Move.RESUBMIT,
        frozenset({Status.RETURNED}),
        Status.DECIDING,
        Actor.REQUESTER,
        Event.REQUEST_RESUBMITTED,
        ("approvals/request_received", "approvals/decision_needed"),
    ),
    Step(
        Move.REVISE,
        IN_ROUND,
        Status.DECIDING,
        Actor.REQUESTER,
        Event.REQUEST_REVISED,
        ("approvals/decision_needed", "approvals/news"),
    ),
    Step(
        Move.WAIT,
        frozenset({Status.DECIDING}),
        Status.WAITING,
        Actor.ROUND,
        Event.REQUEST_WAITS_FOR_APPOINTMENT,
        ("approvals/appointment_needed",),
    ),
    Step(
        Move.RESUME,
        frozenset({Status.WAITING}),
        Status.DECIDING,
        Actor.ROUND,
        Event.REQUEST_RESUMED,
        ("approvals/decision_needed",),
    ),
    Step(
        Move.APPROVE_ALL,
        frozenset({Status.DECIDING}),
        Status.SETTING_UP,
        Actor.ROUND,
        Event.REQUEST_APPROVED,
        ("approvals/approved", "approvals/setup_needed", "approvals/news"),
    ),
    Step(
        Move.GRANT,
        frozenset({Status.DECIDING}),
        Status.COMPLETED,
        Actor.ROUND,
        Event.REQUEST_GRANTED,
        ("approvals/granted",),
    ),
    Step(
        Move.RETURN,
        IN_ROUND,
        Status.RETURNED,
        Actor.ROUND,
        Event.REQUEST_RETURNED,
        ("approvals/returned", "approvals/news"),
        needs_note=True,
    ),
    Step(
        Move.DECLINE,
        IN_ROUND,
        Status.DECLINED,
        Actor.ROUND,
        Event.REQUEST_DECLINED,
        ("approvals/declined", "approvals/news"),
        needs_note=True,
    ),
    Step(
        Move.ANNUL,
        IN_ROUND | {Status.SETTING_UP},
        Status.DECLINED,
        Actor.ROUND,
        Event.REQUEST_ANNULLED,
        ("approvals/annulled", "approvals/news"),
        needs_note=True,
    ),
    Step(
        Move.WITHDRAW,
        frozenset({Status.DRAFT, Status.DECIDING, Status.WAITING, Status.RETURNED}),
        Status.WITHDRAWN,
        Actor.REQUESTER,
        Event.REQUEST_WITHDRAWN,
        ("approvals/withdrawn", "approvals/news"),
    ),
    Step(
        Move.FINISH,
        frozenset({Status.SETTING_UP}),
        Status.COMPLETED,
        Actor.SETUP,
        Event.SET_UP_FINISHED,
        ("approvals/completed", "approvals/news"),
    ),
    Step(
        Move.EXPIRE,
        frozenset({Status.SETTING_UP}),
        Status.EXPIRED,
        Actor.CLOCK,
        Event.REQUEST_EXPIRED,
        ("approvals/expired", "approvals/news"),
    ),
)

STEP: dict[Move, Step] = {step.move: step for step in STEPS}


def moves_from(status: Status) -> tuple[Step, ...]:
    """The rows of the table that leave this status."""
    return tuple(step for step in STEPS if status in step.sources)
