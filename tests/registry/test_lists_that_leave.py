"""Figure D26 takes every list that leaves the house: one that it does not know goes unproven."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import resolve

from accounts.models import Campaign
from assurance.export_kinds import content_of, every_export, rows_of
from tests.cast import Cast, signed_in

FORMS = {"spreadsheet": "csv", "workbook": "xlsx"}


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_every_list_and_workbook_that_is_downloaded_is_among_the_proven_ones() -> None:
    written = {
        (_room(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)), FORMS[maker])
        for room in ("registry", "accounts", "approvals", "desk")
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        for maker in re.findall(r"\b(spreadsheet|workbook)\.download\(", path.read_text())
    }
    known = {
        (_room(resolve(urlsplit(export.address).path).func.__module__), export.form)
        for export in every_export(Campaign())
        if export.form in FORMS.values()
    }
    assert known == written


def test_the_columns_that_the_overview_and_the_trail_may_have_are_those_they_have(cast: Cast) -> None:
    client = signed_in(cast.director)
    some = [
        each
        for each in every_export(Campaign())
        if each.name.startswith(("overview", "trail")) and each.form != "lines"
    ]
    found = {
        each.name: [cell for cell, _runs in rows_of(each, content_of(client.get(each.address)))[0]] for each in some
    }
    assert found == {each.name: list(each.columns) for each in some}
    assert len(some) == 4
