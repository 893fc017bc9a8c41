"""Letters in the trail: the outbox knows no trail, and tells this module what became of them (OUTBOX_WITNESS)."""

from datetime import datetime
from typing import Any

from registry.audit.act import act, record
from registry.audit.events import Event, Outcome

EVENTS = {"sent": Event.LETTER_SENT, "dropped": Event.LETTER_DROPPED, "failed": Event.LETTER_FAILED}


@act()
def letter_settled(letter: Any, state: str, error: str = "") -> None:
    """Write down, under what it is about, that `letter` was sent, dropped or given up."""
    outcome = Outcome.ERROR if state == "failed" else Outcome.OK
    facts = {"template": letter.template, "tries": letter.tries, "to": letter.to.trail_label}
    record(EVENTS[state], by=None, on=letter, outcome=outcome, after=facts, reason=error)


@act()
def letters_dropped(count: int, before: datetime) -> None:
    """Write down that letters which waited since before a moment were dropped together."""
    record(Event.LETTERS_DROPPED, by=None, after={"count": count, "before": before.isoformat()})
