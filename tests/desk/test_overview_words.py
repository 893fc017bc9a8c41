"""What stands at the end of a bar, and the years that are drawn."""

import pytest

from desk.overview import pictures, times
from desk.overview.day import AsOf
from desk.overview.tables import Cell, Line, Table
from registry import clock


@pytest.mark.parametrize(
    ("middle", "many", "words"),
    [(1, 54, "1 day, 54 decisions"), (1.5, 1, "1.5 days, 1 decision"), (2, 41, "2 days, 41 decisions")],
)
def test_the_days_are_counted_as_one_says_them(middle: float, many: int, words: str) -> None:
    table = Table("lead", "Time to decide", ["Office", "", "", ""], [Line("A", [Cell(middle), Cell(2), Cell(many)])])

    assert [bar.says for bar in pictures.of_lead_times(table).bars] == [words]


@pytest.mark.django_db
def test_no_year_is_drawn_from_before_there_were_accounts() -> None:
    lines = times.made_and_retired(AsOf(clock.today())).lines

    assert [[cell.value for cell in line.cells] for line in lines] == [[0, 0]]
