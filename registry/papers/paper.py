"""What is on a paper: texts, as data; nothing in them is ever taken for markup."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """Rows under a heading; every row has a cell for each column. `empty` is said where there are none."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    empty: str = ""


@dataclass(frozen=True)
class Paper:
    """One report: its title and language (like `en`), who made it, what it says first, and its tables."""

    title: str
    language: str
    author: str
    facts: Sequence[tuple[str, object]] = ()
    tables: Sequence[Table] = field(default=())
