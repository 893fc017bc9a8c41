"""Do the seals fit the chain? What a rewriter with the trail's key could not make: a root signed under another key."""

from collections.abc import Iterable, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import OuterRef, Subquery

from registry.audit.events import Event
from registry.audit.models import Entry, Seal
from registry.audit.naming import Finding
from registry.audit.notes import is_signed
from registry.audit.removed import Hole, holes

BATCH = 1_000


def faults(connection: BaseDatabaseWrapper, *, start: int = 1) -> Iterator[Finding]:
    """What is wrong with the seals of entries from `start` on, in order: one missing, forged, or of another chain."""
    there = Entry.objects.using(connection.alias).filter(seq=OuterRef("last")).values("hash")
    seals = Seal.objects.using(connection.alias).order_by("first").annotate(there=Subquery(there[:1]))
    gone, expected = holes(connection.alias).values(), 1
    for seal in seals.iterator(chunk_size=BATCH):
        if seal.first != expected:
            yield Finding(expected, "seal missing", f"No seal covers entry {expected}, and one covers {seal.first}.")
        expected = seal.last + 1
        if seal.last < start:
            continue
        if not is_signed(seal):
            yield Finding(seal.last, "seal forged", f"The seal of entries {seal.first} to {seal.last} is not ours.")
        elif seal.there is None and not _is_gone(seal, gone):
            yield Finding(seal.last, "truncated", f"Entry {seal.last} is sealed, and missing.")
        elif seal.there not in (None, seal.root):
            sentence = f"Entry {seal.last} is not the one that was sealed: the chain was written anew."
            yield Finding(seal.last, "rewritten", sentence)
    told = Entry.objects.using(connection.alias).filter(action=Event.TRAIL_SEALED).newest_first().first()
    if told and int(told.after["last"]) >= expected:  # the last ones are missing, or all of them
        sentence = f"The trail says that it was sealed up to entry {told.after['last']}; no seal covers {expected}."
        yield Finding(expected, "seal missing", sentence)


def _is_gone(seal: Seal, holes: Iterable[Hole]) -> bool:
    """Whether its entries were disposed of."""
    return any(hole.first <= seal.first and seal.last <= hole.last for hole in holes)
