"""The chain, its seals and what was disposed of, looked at each night without anybody asking; what is found is written
down."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from registry import clock
from registry.audit import removed
from registry.audit.act import act, record
from registry.audit.events import Event
from registry.audit.models import Entry
from registry.audit.sealed import faults
from registry.audit.verifying import Checkpoint, Report, verify

AGAIN_AFTER = timedelta(hours=20)


def look(*, start: int = 1, checkpoint: Checkpoint | None = None) -> Report:
    """What `audit verify` finds: the chain first, then its seals, then what was disposed of. Reads only."""
    connection = connections[DEFAULT_DB_ALIAS]
    report = verify(connection, start=start, checkpoint=checkpoint)
    if report.finding:
        return report
    finding = next(faults(connection, start=start), None) or next(removed.faults(connection), None)
    return Report(**{**vars(report), "finding": finding})


def check_due(*, by: Any) -> int:
    """Look once a day; returns whether it looked now."""
    looked = Entry.objects.filter(action__in=(Event.TRAIL_VERIFIED, Event.TRAIL_BROKEN)).newest_first().first()
    if looked is not None and clock.now() - looked.at < AGAIN_AFTER:
        return 0
    write_down(look(checkpoint=_kept_elsewhere()), by=by, way="night")
    return 1


def _kept_elsewhere() -> Checkpoint | None:
    """The newest seal in the file that TRAIL_ANCHOR_FILE names: who has the database only cannot write that anew."""
    if not settings.TRAIL_ANCHOR_FILE:
        return None
    try:
        return Checkpoint.parse(Path(settings.TRAIL_ANCHOR_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # nothing there yet, or it may only be written: `/readyz` says what is behind
        return None


@act()
def write_down(report: Report, *, by: Any, way: str) -> None:
    """That the trail was checked, by what (“night” or “command”), how far, and what was found."""
    facts = {"by": way, "first": report.first, "last": report.last, "checked": report.checked, "root": report.root}
    if report.finding:
        told = {**facts, "entry": report.finding.seq, "kind": report.finding.kind}
        record(Event.TRAIL_BROKEN, by=by, after=told, reason=report.finding.sentence)
    else:
        record(Event.TRAIL_VERIFIED, by=by, after=facts)
