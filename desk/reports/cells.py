"""Cells: what stands in a line, as a page and a paper say it, and as a list does."""

from datetime import date, datetime
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry import clock


class Linked(str):
    """A text that leads to a page; in a file it is the text alone."""

    __slots__ = ("url",)
    url: str

    def __new__(cls, text: object, url: str) -> Self:
        """The text, and where it leads."""
        made = super().__new__(cls, str(text))
        made.url = url
        return made


class Hash(str):
    """What two things are told apart by: a file has all of it, a page the beginning."""

    __slots__ = ()

    @property
    def short(self) -> str:
        """As many letters as a page has room for."""
        return f"{self[:12]}…" if len(self) > 12 else str(self)


def in_words(cell: object) -> str:
    """As people read it: days in words, moments by the district's clocks; a linked text stays one."""
    if isinstance(cell, datetime):
        return date_format(clock.local(cell), "M j, Y, g:i A")
    if isinstance(cell, date):
        return date_format(cell, "M j, Y")
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    return "" if cell is None else cell if isinstance(cell, Linked | Hash) else str(cell)


def in_a_list(cell: object) -> object:
    """As a spreadsheet sorts it: days and moments as 2026-11-22 and 2026-11-22 09:30:00, numbers as they are."""
    if isinstance(cell, datetime):
        return clock.local(cell).replace(tzinfo=None).isoformat(" ", "seconds")
    return in_words(cell) if isinstance(cell, bool) else cell


def in_a_workbook(cell: object) -> object:
    """Days, moments and numbers as such: a workbook knows them."""
    return in_words(cell) if isinstance(cell, bool) else cell
