"""Letters that nobody needs any more: after a long stop, news of last month only frightens people."""

from datetime import datetime

from registry import audit
from registry.audit import Event
from registry.outbox.models import Letter, State


@audit.act()
def drop_before(moment: datetime) -> int:
    """Drop the letters that wait since before `moment`, with one event that says how many. Returns how many."""
    waiting = Letter.objects.filter(state=State.WAITING, created_at__lt=moment, claimed_until=None)
    dropped = waiting.update(state=State.DROPPED)
    if dropped:
        audit.record(Event.LETTERS_DROPPED, by=None, after={"count": dropped, "before": moment.isoformat()})
    return dropped
