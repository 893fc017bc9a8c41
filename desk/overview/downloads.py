"""Every table of the overview as one list: a row for each figure (decision 14)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from desk.overview.gather import Overview


def rows(found: Overview) -> Iterator[list[Any]]:
    """A line of heads, then the figures in the order of the page."""
    yield [_("Table"), _("About"), _("What"), _("Figure"), _("As of")]
    for table in found.tables:
        for line in table.lines:
            for head, cell in zip(table.heads[1:], line.cells, strict=True):
                yield [table.title, line.name, head, cell.value, found.as_of.day]
