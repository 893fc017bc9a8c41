"""Asking for reports as people do: by their address, and reading what comes."""

import io
from typing import Any

import openpyxl
import pikepdf
from django.http import HttpResponse

from desk.reports import shelf
from desk.reports.making import Made
from registry.audit.models import Entry
from registry.people.models import User
from tests.cast import signed_in


def page(user: User, slug: str, **chosen: object) -> HttpResponse:
    return signed_in(user).get(f"/reports/{slug}/", chosen)


def file(user: User, slug: str, kind: str, **chosen: object) -> HttpResponse:
    return signed_in(user).get(f"/reports/{slug}/file/", {**chosen, "as": kind})


def lines(user: User, slug: str, **chosen: object) -> list[str]:
    """The lines of the list, heads first, without the mark."""
    answer = file(user, slug, "csv", **chosen)
    assert answer.status_code == 200, answer.content.decode()
    return b"".join(answer).decode().removeprefix("\ufeff").splitlines()


def cells(user: User, slug: str, **chosen: object) -> list[list[Any]]:
    """The rows of the workbook, heads first."""
    answer = file(user, slug, "xlsx", **chosen)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def opened(answer: HttpResponse) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(answer.content))


def made_for(user: User, slug: str, **chosen: object) -> Made:
    """The report as its page and its files take it."""
    report = shelf.the_report(user, slug)
    parameters = report.form(chosen, by=user)
    assert parameters.is_valid(), parameters.errors
    return Made(report, parameters, user)


def tags(document: pikepdf.Pdf, kind: str) -> int:
    return sum(1 for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind)


def made() -> list[Entry]:
    """What the trail says was made, newest first."""
    return list(Entry.objects.filter(action="report.made").newest_first())
