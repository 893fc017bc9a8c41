"""A long trail that nobody lived: rows without a chain, for questions of speed and of plan."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection

from registry import clock
from registry.audit.models import Entry, Head

ACTIONS = ("signin.done", "account.edited", "secret.revealed", "secret.deposited", "decision.recorded", "trail.read")


def grow(count: int, **facts: Any) -> None:
    """That many entries more, of many accounts, people and units, one a minute up to now."""
    last = Head.objects.get().seq
    Entry.objects.bulk_create(_entries(last + 1, count, facts), batch_size=1_000)
    Head.objects.update(seq=last + count, hash=f"{last + count:064d}")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE audit_entry")


def _entries(first: int, count: int, facts: dict[str, Any]) -> Iterable[Entry]:
    began = clock.now() - timedelta(minutes=count)
    for seq in range(first, first + count):
        known = {
            "action": ACTIONS[seq % len(ACTIONS)], "outcome": "error" if seq % 97 == 0 else "ok",
            "actor_id": f"u-{seq % 211}", "actor_label": f"Person {seq % 211}",
            "object_type": "account", "object_id": f"a-{seq % 503}", "object_label": f"@team{seq % 503}",
            "unit_id": str(1000 + seq % 23),
        }  # fmt: skip
        yield Entry(
            seq=seq, at=began + timedelta(minutes=seq - first), chain_kid="k", prev_hash=f"{seq - 1:064d}",
            hash=f"{seq:064d}", **(known | facts),
        )  # fmt: skip
