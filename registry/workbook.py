"""Tables as a workbook (XLSX) for Excel and LibreOffice: written row by row, and every text stays a text (decision 14).

A text is stored as a text cell, so nothing in it is ever run: `=1+1` is shown as it was typed.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from registry import clock

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a sheet can hold, the line of heads among it, and a cell (Excel's own limits).
MOST_ROWS, MOST_LETTERS = 1_048_576, 32_767
#: How wide a column may grow by its head, in letters.
WIDTH = (12, 40)


class TooManyRows(ValueError):  # noqa: N818 (reads as what happened)
    """More rows than a sheet can hold."""


def download(name: str, title: str, rows: Iterable[Sequence[Any]]) -> FileResponse:
    """The rows, the first of them heads, as a file called `name`; raises TooManyRows before anything is sent."""
    answer = FileResponse(written(title, rows), as_attachment=True, filename=name, content_type=TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def written(title: str, rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """The workbook in a temporary file without a name, at its beginning; it is gone when it is closed."""
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it when it is sent)
    book = Workbook(write_only=True)
    try:
        try:
            _fill(book.create_sheet(_sheet_name(title)), rows)
        finally:
            save_workbook(book, file)  # also where too many came: it removes what openpyxl had put aside
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise TooManyRows
        if number == 1:
            for place, head in enumerate(row, start=1):
                sheet.column_dimensions[get_column_letter(place)].width = _width(str(head))
        sheet.append([_cell(sheet, value, head=number == 1) for value in row])


def _width(head: str) -> int:
    narrowest, widest = WIDTH
    return max(narrowest, min(len(head) + 2, widest))


def _cell(sheet: Any, value: Any, *, head: bool) -> Any:
    """Numbers and days as such, moments as the district's clocks show them, everything else as text."""
    if isinstance(value, datetime):
        return WriteOnlyCell(sheet, clock.local(value).replace(tzinfo=None))
    cell = WriteOnlyCell(sheet)
    if isinstance(value, date | int | float) and not isinstance(value, bool):
        cell.value = value
        return cell
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value))[:MOST_LETTERS]
    cell.data_type = "s"
    if head:
        cell.font = Font(bold=True)
    return cell


def _sheet_name(title: str) -> str:
    """The title as a sheet may be called: at most 31 letters, without those that Excel keeps for itself."""
    return "".join(" " if letter in r"[]:*?/\\" else letter for letter in title)[:31].strip("' ") or "Mooring"
