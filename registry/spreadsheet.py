"""Lists as CSV that a spreadsheet opens as they are: names with their accents, and never a formula (decision 14)."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

#: What makes a spreadsheet take a text for a formula when it stands first: also in the forms of full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Says to Excel that what follows is UTF-8; every other reader knows it too.
MARK = "\ufeff"


class _Echo:
    """Gives back what is written to it: a row at a time goes out, and none is kept."""

    def write(self, text: str) -> str:
        return text


def download(name: str, rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """The rows as a file called `name`, sent while they are read; no browser and no proxy keeps it."""
    answer = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as lines of CSV (RFC 4180), the first with the mark."""
    writer = csv.writer(_Echo())
    yield MARK
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: Any) -> str:
    """The cell as text; one that a spreadsheet would run gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
