"""The rows of the page, and what each foretells: the act makes exactly these changes (docs/decisions/0038)."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Account, Platform
from registry.people import powers
from registry.people.models import Unit, User
from registry.people.power import Power

#: What would change: its kind, and which row of that kind.
Change = tuple[str, Any]


@dataclass(frozen=True)
class Item:
    """One row: a title that leads on, what becomes of it, and which changes it foretells."""

    title: str
    meta: str = ""
    url: str = ""
    platform: Platform | None = None
    icon: str = "circle-dot"
    unit: Unit | None = None
    foretells: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of the page; `guarded` where it tells what is in the vault, which is not for everybody who reads it."""

    key: str
    title: str
    note: str
    items: list[Item] = field(default_factory=list)
    guarded: bool = False


@dataclass(frozen=True)
class Eyes:
    """What of guarded sections somebody may read: all of them, or those of accounts in the units they administer."""

    everything: bool
    units: tuple[Unit, ...]

    @classmethod
    def of(cls, viewer: User) -> "Eyes":
        """Who reads the whole trail, or an administrator; a system administrator reads nothing of the vault."""
        held = powers.offices_of(viewer)
        units = [row.unit for row in held if row.unit and Power.CARE_FOR_UNIT in powers.powers_from(row)]
        return cls(powers.reads_whole_trail(viewer), tuple(units))

    def narrowed(self, section: Section) -> Section | None:
        """The section as they may read it; None where nothing of it is for them."""
        if not section.guarded or self.everything:
            return section
        near = [item for item in section.items if item.unit and any(unit.covers(item.unit) for unit in self.units)]
        return Section(section.key, section.title, section.note, near, guarded=True) if self.units else None


def of_account(account: Account, meta: str, *foretells: Change) -> Item:
    """A row about an account."""
    where = f"{account.platform.name}, {account.unit.name}"
    words = f"{where} · {meta}" if meta else where
    return Item(account.name, words, account.get_absolute_url(), account.platform, "at-sign", account.unit, foretells)
