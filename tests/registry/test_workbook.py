"""Tables as workbooks: texts stay texts, and nothing is cut short in silence."""

from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from registry import workbook
from registry.spreadsheet import FORMULA


def read(rows, title="Register"):
    with workbook.written(title, rows) as file:
        return load_workbook(file).worksheets[0]


@pytest.mark.parametrize("first", [*FORMULA, "'", '=HYPERLINK("', "{="])
def test_a_text_is_never_a_formula(first):
    cell = read([["Name"], [f"{first}1+1"]])["A2"]
    assert (cell.data_type, cell.value.strip()) == ("s", f"{first}1+1".strip())


def test_days_numbers_and_moments_keep_their_kind():
    sheet = read([["Day", "Count", "When", "Yes"], [date(2026, 9, 1), 7, datetime(2026, 9, 1, 12, tzinfo=UTC), True]])
    row = [cell.value for cell in sheet[2]]
    assert row == [datetime(2026, 9, 1), 7, datetime(2026, 9, 1, 7), "True"]


def test_what_no_sheet_can_hold_is_left_out_of_a_cell_and_refused_as_a_row(monkeypatch):
    assert read([["a\x00b\x1fc"], ["x" * 40_000]])["A2"].value == "x" * workbook.MOST_LETTERS
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(workbook.TooManyRows):
        workbook.written("Register", ([number] for number in range(4)))


def test_a_title_becomes_a_name_that_excel_takes():
    assert (
        read([["a"]], title="Who saw what: 1/9 [all accounts of the district]").title
        == "Who saw what  1 9  all accounts"
    )
    assert read([["a"]], title="'").title == "Mooring"
