"""A paper as a PDF, by typst: tagged, with its title and language, so that it can be heard as well as seen (PDF/UA-1).

Nothing is fetched and no typeface of the machine is asked for: the same paper looks the same everywhere.
"""

import json
from pathlib import Path

import typst

from registry import clock
from registry.papers.columns import columns
from registry.papers.glyphs import FOLDER, printed
from registry.papers.paper import Paper, Table

LAYOUT = Path(__file__).with_name("paper.typ")


def pdf(paper: Paper) -> bytes:
    """The paper as the bytes of a PDF. What its tables say is text, whatever it looks like: a `#` is a `#`."""
    given = json.dumps(_said(paper), ensure_ascii=False)
    written = typst.compile(
        LAYOUT, format="pdf", pdf_standards=["ua-1"], sys_inputs={"paper": given}, font_paths=[FOLDER],
        ignore_system_fonts=True, timestamp=clock.now().replace(microsecond=0),
    )  # fmt: skip
    if not isinstance(written, bytes):
        raise TypeError("One paper is one PDF.")
    return written


def _said(paper: Paper) -> dict[str, object]:
    facts = [[printed(name), printed(value)] for name, value in paper.facts]
    return {
        "title": printed(paper.title), "author": printed(paper.author), "language": paper.language.split("-")[0],
        "facts": facts, "tables": [_table(each) for each in paper.tables],
    }  # fmt: skip


def _table(table: Table) -> dict[str, object]:
    lines = [[printed(cell) for cell in row] for row in (table.columns, *table.rows)]
    set_as = columns(lines)
    heads, *rows = map(set_as.broken, lines)
    return {
        "title": printed(table.title), "empty": printed(table.empty), "columns": heads, "rows": rows,
        "size": set_as.size, "widths": set_as.widths,
    }  # fmt: skip
