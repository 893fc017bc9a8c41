"""Letters that nobody needs any more: after a long stop, news of last month only frightens people."""

from datetime import datetime
from typing import Any

from django.db import transaction

from registry.outbox.models import Letter, State
from registry.outbox.witness import witness


def drop_all_to(person: Any) -> int:
    """Drop whatever waits for one person, who is to hear of nothing any more. Returns how many."""
    with transaction.atomic():
        waiting = Letter.objects.filter(to=person, state__in=(State.WAITING, State.HELD), claimed_until=None)
        return waiting.update(state=State.DROPPED)


def drop_before(moment: datetime) -> int:
    """Drop the letters that wait since before `moment`, with one event that says how many. Returns how many."""
    with transaction.atomic():
        waiting = Letter.objects.filter(
            state__in=(State.WAITING, State.HELD), created_at__lt=moment, claimed_until=None
        )
        dropped = waiting.update(state=State.DROPPED)
        if dropped:
            witness().letters_dropped(dropped, moment)
    return dropped
