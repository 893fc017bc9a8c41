"""The newest seal goes where the database's keeper cannot reach it: a file on another mount (security C4)."""

import errno
import os
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from registry import clock
from registry.audit.act import act, record
from registry.audit.events import Event
from registry.audit.models import Entry, Seal
from registry.audit.notes import note_of
from registry.audit.sealing import AGAIN_AFTER

log = structlog.get_logger("mooring.trail")


@act()
def anchor_due(*, by: Any) -> int:
    """Add the newest seal to the file that TRAIL_ANCHOR_FILE names, once. Returns how many were added: one or none.

    Where the file cannot be written, that is an entry (one a day) and a degraded `/readyz` after a day; work goes on.
    """
    seal = Seal.objects.order_by("-last").first()
    if seal is None or not settings.TRAIL_ANCHOR_FILE or _anchored() >= seal.last:
        return 0
    try:
        _append(Path(settings.TRAIL_ANCHOR_FILE), note_of(seal))
    except OSError as problem:
        log.warning("the seal could not be anchored", problem=problem.strerror)
        _write_down_failure(by, str(problem.strerror))
        return 0
    record(Event.TRAIL_ANCHORED, by=by, after={"last": seal.last, "root": seal.root})
    return 1


def is_behind() -> bool:
    """Whether a seal of more than a day ago is not in the file yet; never where no file is named. Three queries."""
    if not settings.TRAIL_ANCHOR_FILE:
        return False
    old = Seal.objects.filter(signed_at__lt=clock.now() - AGAIN_AFTER * 1.2).order_by("-last").first()
    return old is not None and _anchored() < old.last


def _anchored() -> int:
    """The last entry whose seal is in the file, as the trail has it."""
    last = Entry.objects.filter(action=Event.TRAIL_ANCHORED).newest_first().first()
    return int(last.after["last"]) if last else 0


def _write_down_failure(by: Any, why: str) -> None:
    recent = Entry.objects.filter(action=Event.TRAIL_NOT_ANCHORED, at__gt=clock.now() - AGAIN_AFTER)
    if not recent.exists():
        record(Event.TRAIL_NOT_ANCHORED, by=by, reason=why)


def _append(path: Path, note: str) -> None:
    """At the end of the file, on disk before this returns: two who write at once leave two whole notes."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        whole = f"\n{note}\n".encode()  # on a line of its own, also after a part of one
        if os.write(descriptor, whole) != len(whole):  # a full disk takes a part, and says nothing
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
