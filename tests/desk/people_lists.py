"""Lists of people as the district's own system exports them, and what the command says of them."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from openpyxl import Workbook

from registry.people.models import User
from tests.cast import Cast

HEADS = ("Email", "Name", "School", "Job title", "Last day")
Row = tuple[Any, ...]


def of(person: User, **more: Any) -> Row:
    """The line of somebody as they are."""
    unit = person.unit.name if person.unit else ""
    said = {"email": person.email, "name": person.name, "unit": unit, "title": person.title, "last_day": "", **more}
    return tuple(said.values())


def everybody(cast: Cast, *out: User) -> list[Row]:
    """A line for everybody who works here, but for those."""
    gone = {person.pk for person in out}
    rows = User.objects.filter(is_active=True).select_related("unit").order_by("name")
    return [of(person) for person in rows if person.pk not in gone]


def written(path: Path, rows: list[Row], heads: Row = HEADS) -> Path:
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in (heads, *rows):
            book.active.append(row)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([heads, *rows])
    return path


def brought(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and what was said; empty where nothing was done."""
    out, code = StringIO(), 0
    try:
        call_command("import_people", str(path), "--json", *options, stdout=out)
    except CommandError as error:
        code = error.returncode
    return code, json.loads(out.getvalue() or "{}")


def results(said: dict[str, Any]) -> dict[str, str]:
    """What became of whom, without those of whom nothing changed."""
    return {row["email"]: row["result"] for row in said["rows"] if row["result"] not in ("same", "kept")}
