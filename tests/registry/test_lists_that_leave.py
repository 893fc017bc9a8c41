"""Figure D26 takes every list that leaves the house: one that it does not know goes unproven."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import resolve

from accounts.models import Campaign
from assurance.export_kinds import every_export

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
