"""Tables as pictures: bars of parts, in shares of the width. Each part has a pattern of its own beside its color, and
the picture says in words what it shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk.overview.tables import Line, Table

#: Height of a bar with its words, and bars whose figures are said for who does not see them.
STEP, SAID = 48, 12
#: Styles that are a color without a pattern.
PLAIN = ("good", "bar")
RECT = '<rect x="{}" y="{}" width="{}" height="{}" {}/><rect class="sep" x="{}" y="{}" width="2" height="{}"/>'


@dataclass(frozen=True)
class Part:
    """From where, how wide, and in which style; the numbers as an SVG reads them in every language."""

    x: str
    width: str
    style: str


@dataclass(frozen=True)
class Bar:
    """One line: its name, what stands at its end, its parts, and how far down they are."""

    name: str
    says: str
    parts: list[Part]
    y: int
    key: str

    @property
    def below_words(self) -> SafeString:
        """The parts, where the bar's words stand above it."""
        return format_html_join("", RECT, (self._rect(part, self.y + 8, 18) for part in self.parts))

    @property
    def alone(self) -> SafeString:
        """The parts, in a picture of this bar only."""
        return format_html_join("", RECT, (self._rect(part, 0, 16) for part in self.parts))

    def _rect(self, part: Part, top: int, high: int) -> tuple[object, ...]:
        """One part, with a line before it; its pattern is the picture's, or a plain color."""
        look = format_html('class="f-{}"', part.style) if part.style in PLAIN else None
        look = look or format_html('fill="url(#{}-{})"', self.key, part.style)
        return part.x, top, part.width, high, look, part.x, top, high


@dataclass(frozen=True)
class Chart:
    """A picture of a table, with the table that it shows."""

    table: Table
    bars: list[Bar]
    legend: list[tuple[str, str]]

    @property
    def height(self) -> int:
        return STEP * len(self.bars)

    @property
    def words(self) -> str:
        """The picture for who does not see it; the table behind it says it all."""
        said = [f"{bar.name}: {bar.says}." for bar in self.bars[:SAID]]
        return " ".join(said if len(self.bars) <= SAID else [*said, _("The table shows the rest.")])


def drawn(
    table: Table,
    columns: Sequence[tuple[int, str]],
    says: Callable[[Line], str],
    *,
    shares: bool = False,
    key: str = "",
) -> Chart:
    """Draw these columns, each in its style; every bar as a share of itself, or all on one scale."""
    sums = [sum(_number(line, number) for number, _style in columns) for line in table.lines]
    widest = max(sums, default=0)
    bars = [
        Bar(
            line.name, says(line), _parts(line, columns, own if shares else widest), place * STEP + 14, key or table.key
        )
        for place, (line, own) in enumerate(zip(table.lines, sums, strict=True))
    ]
    return Chart(table, bars, [(style, table.heads[number + 1]) for number, style in columns])


def _number(line: Line, number: int) -> float:
    return float(line.cells[number].value or 0)


def _parts(line: Line, columns: Sequence[tuple[int, str]], scale: float) -> list[Part]:
    """The parts that are not nothing, side by side."""
    found, done = [], 0.0
    for number, style in columns:
        share = _number(line, number) / scale * 100 if scale else 0
        if share:
            found.append(Part(f"{done:.2f}%", f"{share:.2f}%", style))
        done += share
    return found
