"""The page for who operates the site: what a merge may leave behind there."""

from collections import Counter
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "operations.md"


def test_each_row_of_a_table_stands_there_once() -> None:
    rows = [
        line.split("|")[1].strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]

    assert [name for name, times in Counter(rows).items() if times > 1] == []
