"""Every way in which a list leaves the house, the columns it may have, and how its cells are read back (D26)."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import openpyxl
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import Campaign
from desk.models import Disclosure
from desk.reports.shelf import REPORTS
from registry.audit.exporting import TOLD

#: A cell, and whether a spreadsheet would take it for a formula.
Cell = tuple[str, bool]
POLICY = (
    "Name", "E-mail", "Title", "Unit", "Version", "State", "Confirmed or recorded on", "Signed on", "Recorded by",
    "Earlier version confirmed",
)  # fmt: skip
EVIDENCE = (
    "Registry number", "School or department", "Account", "Platform", "Asked", "Due", "Answer", "Answered by",
    "Answered on", "Students who leave", "Class of", "Password changed", "Devices signed out",
    "Recovery is the district’s", "Guidelines kept", "Backup stays", "Next custodian", "Holds until", "Why to be retired",
)  # fmt: skip
TRAIL = (
    "Number", "When", "What happened", "Who", "In which office", "On behalf of", "About", "Reason", "Outcome",
    "Reference", "Hash",
)  # fmt: skip
FIGURES = ("Table", "About", "What", "Figure", "As of")


@dataclass(frozen=True)
class Export:
    """One list: its address, the columns it may have, its form (csv, xlsx, lines), and its page."""

    name: str
    address: str
    columns: tuple[str, ...]
    form: str
    page: str = ""


def every_export(campaign: Campaign, **chosen: object) -> Iterator[Export]:
    """All of them; a report that is added to the shelf is among them. `chosen` is what reports must be told, by name."""
    for report in REPORTS:
        told = {"campaign": campaign.pk, **chosen}
        query = urlencode({name: told[name] for name in report.form.base_fields if name in told and report.form.waits})
        page, heads = f"/reports/{report.slug}/", tuple(str(head) for head in report.columns.values())
        for form in ("csv", "xlsx"):
            yield Export(f"{report.slug} ({form})", f"{page}file/?as={form}&{query}", heads, form, f"{page}?{query}")
    yield Export("policy (csv)", reverse("policy:download") + "?said=all", POLICY, "csv", reverse("policy:report"))
    evidence = reverse("campaigns:evidence-csv", args=[campaign.uuid])
    yield Export("evidence (csv)", evidence, EVIDENCE, "csv", reverse("campaigns:campaign", args=[campaign.uuid]))
    trail = reverse("audit:copy")
    yield Export("trail (csv)", f"{trail}?as=list&also=on", TRAIL, "csv", reverse("audit:trail"))
    yield Export("trail (xlsx)", f"{trail}?as=workbook&also=on", TRAIL, "xlsx", reverse("audit:trail"))
    yield Export("trail (lines)", f"{trail}?as=lines&also=on", ("sentence", *TOLD), "lines", reverse("audit:trail"))
    yield from _of_the_overview()


def _of_the_overview() -> Iterator[Export]:
    page = reverse("desk:overview")
    yield Export("overview (csv)", reverse("desk:overview-csv"), FIGURES, "csv", page)
    yield Export("overview (xlsx)", reverse("desk:overview-xlsx"), FIGURES, "xlsx", page)


def rows_of(export: Export, content: bytes) -> list[list[Cell]]:
    """The rows, heads first, as a program reads the file that people open."""
    return READERS[export.form](content)


def packed(content: bytes) -> Iterator[tuple[str, list[list[Cell]]]]:
    """The lists in a file of public records."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        yield from ((name, _csv(held.read(name))) for name in held.namelist() if name.endswith(".csv"))


def content_of(answer: Any) -> bytes:
    """The bytes of an answer, also of one that is streamed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def records(client: Any, row: Disclosure) -> HttpResponse:
    """The file of public records, as somebody takes it."""
    answer: HttpResponse = client.post(reverse("desk:disclosure-file", args=[row.uuid]))
    return answer


def _csv(content: bytes) -> list[list[Cell]]:
    read = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[(cell, cell.startswith(FORMULA)) for cell in row] for row in read]


def _xlsx(content: bytes) -> list[list[Cell]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells: Iterable[Any] = sheet.iter_rows() if sheet else ()
    return [[(str(cell.value or ""), cell.data_type == "f") for cell in row] for row in cells]


def _lines(content: bytes) -> list[list[Cell]]:
    rows = [json.loads(line) for line in content.decode().splitlines() if line]
    heads = sorted({name for row in rows for name in row})
    return [[(name, False) for name in heads], *([(str(row.get(name, "")), False) for name in heads] for row in rows)]


READERS: dict[str, Callable[[bytes], list[list[Cell]]]] = {"csv": _csv, "xlsx": _xlsx, "lines": _lines}
#: What a spreadsheet runs: said here again, so that a guard that forgets one is caught.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
