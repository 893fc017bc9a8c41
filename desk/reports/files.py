"""A report as a file: on paper, as a list, as a workbook. Rows of the latter two go out as they are read."""

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from desk.reports.cells import in_a_list, in_a_workbook, in_words
from desk.reports.frame import Line
from desk.reports.making import Made
from registry import clock, papers, spreadsheet, workbook
from registry.papers import Paper, Table


def as_paper(made: Made) -> HttpResponseBase:
    """A tagged PDF that says who took it, when, and by which filter."""
    return papers.download(_name(made, "pdf"), paper(made))


def as_list(made: Made) -> HttpResponseBase:
    """A CSV, sent while it is read."""
    return spreadsheet.download(_name(made, "csv"), _all(made, in_a_list))


def as_workbook(made: Made) -> HttpResponseBase:
    """A workbook for Excel and LibreOffice."""
    return workbook.download(_name(made, "xlsx"), str(made.report.title), _all(made, in_a_workbook))


FILES: dict[str, Callable[[Made], HttpResponseBase]] = {"pdf": as_paper, "csv": as_list, "xlsx": as_workbook}


def paper(made: Made) -> Paper:
    """The report as what is printed."""
    taken = _("%(day)s by %(name)s") % {"day": date_format(clock.today(), "F j, Y"), "name": made.by.name}
    rows = [[in_words(cell) for cell in line] for line in made.rows]
    how_many = ngettext("%(count)s row", "%(count)s rows", len(rows)) % {"count": f"{len(rows):,}"}
    return Paper(
        title=str(made.report.title),
        language=_language(),
        author=settings.DISTRICT_NAME,
        facts=[*made.facts, (_("Taken"), taken)],
        tables=[Table(how_many, made.heads, rows, empty=_("Nothing that you may see fits."))],
    )


def _all(made: Made, shown: Callable[[object], object]) -> Iterator[Line]:
    return _in_language(_lines(made, shown), _language())


def _lines(made: Made, shown: Callable[[object], object]) -> Iterator[Line]:
    yield made.heads
    for line in made.rows:
        yield [shown(cell) for cell in line]


def _in_language(lines: Iterable[Line], language: str) -> Iterator[Line]:
    """Each line in the language of who asked: a file is still sent when their request is over."""
    left = iter(lines)
    while True:
        with override(language):
            line = next(left, None)
        if line is None:
            return
        yield line


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _name(made: Made, ending: str) -> str:
    return f"{made.report.slug}-{clock.today().isoformat()}.{ending}"
