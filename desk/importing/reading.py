"""A list of people as rows: CSV, or the first sheet of a workbook (XLSX)."""

import csv
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from desk.importing.columns import NotAList

Numbered = tuple[int, Sequence[Any]]
#: What a workbook may be when it is unpacked: a hundred thousand people are some thirty million.
MOST_BYTES = 200_000_000


def rows_of(path: Path) -> Iterator[Numbered]:
    """Each row that says anything, with its number in the file. Raises NotAList."""
    read = _workbook if path.suffix.lower() == ".xlsx" else _csv
    for number, row in read(path):
        if any(str(cell or "").strip() for cell in row):
            yield number, row


def _csv(path: Path) -> Iterator[Numbered]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",;\t", key=head.count), strict=True)
            for row in reader:
                yield reader.line_num, row
    except UnicodeDecodeError:
        raise NotAList("This is not UTF-8: save it as “CSV UTF-8”, or as a workbook (.xlsx).") from None
    except csv.Error as error:
        raise NotAList(f"This cannot be read as CSV: {error}.") from None
    except OSError as error:
        raise NotAList(f"{path} cannot be read: {error.strerror}.") from None


def _workbook(path: Path) -> Iterator[Numbered]:
    """What is wrong with a workbook shows when it is opened, or not before its rows are read."""
    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise NotAList("This workbook is far too large for a list of people.")
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            yield from enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        finally:
            book.close()
    except (BadZipFile, ParseError, zlib.error, EOFError, LookupError, TypeError, ValueError) as error:
        if isinstance(error, NotAList):
            raise
        raise NotAList("This cannot be read as a workbook (.xlsx).") from None
    except OSError as error:
        raise NotAList(f"{path} cannot be read: {error.strerror}.") from None
