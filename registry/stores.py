"""What stands under keys: each room says what it has sealed, so that a key is given up only when nothing needs it.

The ground floor keeps the keys and knows no room above; rooms hand their stores in when the application starts.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Things brought under another key in one transaction: few enough that whoever wants one of them waits for an instant.
AT_ONCE = 500


@dataclass(frozen=True)
class KeyName:
    """A key as the trail names it, also one that the database does not know yet."""

    trail_id: str
    trail_kind: str = "key"

    @property
    def trail_label(self) -> str:
        return self.trail_id


@dataclass(frozen=True)
class Store:
    """One kind of thing sealed or signed under the keys of a purpose.

    `counts` says how many stand under each key. `rewrap(old, after, by=…, at_once=…)` brings some of them that come
    after a place under the primary key, in one transaction, and says how many and where it stopped (the same place:
    there are no more); None where a key stays needed for as long as there are rows under it.
    """

    name: Any
    purpose: str
    counts: Callable[[], dict[str, int]]
    rewrap: Callable[..., tuple[int, int]] | None = None


_stores: dict[str, Store] = {}


def add_store(key: str, store: Store) -> None:
    """Hand in a store; the same `key` again replaces it."""
    _stores[key] = store


def stores(purpose: str = "") -> list[Store]:
    """All stores, or those of a purpose."""
    return [store for store in _stores.values() if purpose in ("", store.purpose)]


def purposes() -> list[str]:
    """What something stands under a key for."""
    return sorted({store.purpose for store in _stores.values()})


def counts(purpose: str) -> Counter[str]:
    """How many things stand under each key of a purpose."""
    total: Counter[str] = Counter()
    for store in stores(purpose):
        total.update(store.counts())
    return total
