"""Everything that the page shows of a day. The number of queries does not grow with the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.overview import coverage, health_tables, pictures, times, work
from desk.overview.day import AsOf
from desk.overview.drawing import Bar, Chart
from desk.overview.standing import standing_on
from desk.overview.tables import Cell, Line, Table
from desk.overview.tallies import tally_of

#: Schools that are drawn, and lines of what is late; the rest is in the file.
MOST_SCHOOLS, MOST_LATE = 30, 12


@dataclass(frozen=True)
class Overview:
    """The figures of a day: what is known only where days are kept (None before), and what carries its own dates."""

    as_of: AsOf
    totals: Table | None
    schools: Table | None
    platforms: Table | None
    coverage: Table | None
    rotations: Table
    campaigns: Table
    late: Table
    lead: Table
    lives: Table
    openings: Table

    @property
    def tables(self) -> list[Table]:
        """All of them, in the order of the page."""
        found = [
            self.totals, self.platforms, self.late, self.schools, self.coverage, self.rotations, self.campaigns,
            self.lead, self.lives, self.openings,
        ]  # fmt: skip
        return [table for table in found if table]

    @property
    def charts(self) -> dict[str, Chart]:
        """The pictures, by table; none of a table without lines."""
        makers = [
            (self.platforms, pictures.of_health), (self.coverage, pictures.of_coverage),
            (self.campaigns, pictures.of_campaigns), (self.lead, pictures.of_lead_times),
            (self.lives, pictures.of_lives),
        ]  # fmt: skip
        return {table.key: draw(table) for table, draw in makers if table and table.lines}

    @property
    def schools_drawn(self) -> list[tuple[Line, list[tuple[str, Cell]], Bar]]:
        """The first schools, each with its figures and its bar."""
        if not self.schools:
            return []
        drawn = pictures.of_health(self.schools.first(MOST_SCHOOLS))
        return [(*row, bar) for row, bar in zip(drawn.table.rows, drawn.bars, strict=True)]

    @property
    def more_schools(self) -> int:
        return max(len(self.schools.lines) - MOST_SCHOOLS, 0) if self.schools else 0

    @property
    def late_first(self) -> Table:
        return self.late.first(MOST_LATE)

    @property
    def more_late(self) -> int:
        return max(len(self.late.lines) - MOST_LATE, 0)

    @property
    def verdict(self) -> str:
        """The page's first sentences: what is at risk, and how much is late."""
        late = sum(self.late.column(1))
        said = ngettext(
            "One password, answer, handoff or decision is late.",
            "%(n)d passwords, answers, handoffs and decisions are late.", late,
        ) % {"n": late}  # fmt: skip
        second = said if late else _("No password, answer, handoff or decision is late.")
        if not self.totals:
            return second
        risk = self.totals.column(1)[0]
        first = ngettext("One account is at risk.", "%(n)d accounts are at risk.", risk) % {"n": risk}
        return f"{first if risk else _('No account is at risk.')} {second}"


def overview(as_of: AsOf) -> Overview:
    """Ask for everything once."""
    tables: dict[str, Table | None] = dict.fromkeys(("totals", "schools", "platforms", "coverage"))
    if as_of.is_known:
        standing = standing_on(as_of)
        tally = tally_of(standing)
        tables = {
            "totals": health_tables.totals(tally, as_of),
            "schools": health_tables.by_school(tally, as_of),
            "platforms": health_tables.by_platform(tally, as_of),
            "coverage": coverage.coverage(tally, standing, as_of),
        }
    return Overview(
        as_of=as_of,
        **tables,
        rotations=work.rotations(as_of),
        campaigns=work.campaigns(as_of),
        late=work.late(as_of),
        lead=times.lead_times(as_of),
        lives=times.made_and_retired(as_of),
        openings=times.openings(as_of),
    )
