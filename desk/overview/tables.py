"""A figure with the list behind it, and tables of them: what the page draws, says and hands out is this."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One figure, and where the rows stand that make it up."""

    value: Any
    url: str = ""


@dataclass(frozen=True)
class Line:
    """What the figures are about, and the figures, one for each head but the first."""

    name: str
    cells: list[Cell]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """Figures that belong together; ``heads`` begins with what a line is about."""

    key: str
    title: str
    heads: list[str]
    lines: list[Line] = field(default_factory=list)
    note: str = ""

    @property
    def rows(self) -> list[tuple[Line, list[tuple[str, Cell]]]]:
        """Each line with its figures, each under its head."""
        return [(line, list(zip(self.heads[1:], line.cells, strict=True))) for line in self.lines]

    def first(self, most: int) -> "Table":
        """The same with the first lines only."""
        return Table(self.key, self.title, self.heads, self.lines[:most], self.note)

    def column(self, number: int) -> list[int]:
        """The figures under one of the heads."""
        return [int(line.cells[number].value or 0) for line in self.lines]
