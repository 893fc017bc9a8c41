"""The rows of the trail: entries in one chain, where they came from, its head, its seals, and how long it is kept."""

from registry.audit.models.entry import Entry, EntryQuerySet, Immutable
from registry.audit.models.head import Head
from registry.audit.models.origin import Origin
from registry.audit.models.removal import Removal
from registry.audit.models.schedule import Schedule
from registry.audit.models.seal import Seal

__all__ = ["Entry", "EntryQuerySet", "Head", "Immutable", "Origin", "Removal", "Schedule", "Seal"]
