"""What an office says when it decides, however it comes to us."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from approvals.conditions import Stated
from approvals.models import Item


@dataclass(frozen=True)
class Said:
    """What an office says: its answer and note, what it says to single items, and its conditions."""

    answer: str
    note: str = ""
    item_answers: Mapping[int, bool] = field(default_factory=dict)
    item_notes: Mapping[int, str] = field(default_factory=dict)
    conditions: tuple[Stated, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All its words that are kept."""
        return (self.note, *self.item_notes.values(), *(one.text for one in self.conditions))


@dataclass(frozen=True)
class ItemSaid:
    """What it comes to for one item."""

    item: Item
    approved: bool
    note: str
