"""Canaries of each class in the columns of whatever belongs to some accounts, to see which leave the house."""

import io
import secrets
import zipfile
from typing import Any

from django.db import DatabaseError, models, transaction
from django.http import HttpResponse

from desk.models import Disclosure
from desk.records.gathering import tables
from registry.classes import Class


def opened(answer: HttpResponse) -> dict[str, str]:
    """The lists in a file of public records, by name; the manifest by its bytes."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {
            name.lstrip("0123456789-"): packed.read(name).decode("utf-8-sig", "replace") for name in packed.namelist()
        }


def marked(disclosure: Disclosure) -> dict[Class, list[str]]:
    """Write a word of its own into every text column of every row that belongs to what was picked; by class."""
    marks: dict[Class, list[str]] = {klass: [] for klass in Class}
    for table in tables(disclosure):
        for field in table.known.fields:
            if takes_text(field):
                for row in table.rows.order_by("pk").values_list("pk", flat=True):
                    mark = f"mark{secrets.token_hex(5)}"
                    if _written(table.known.model, row, field, mark):
                        klass = Class.SECURITY if row in apart_of(table) else table.known.section(field.name).klass
                        marks[klass].append(mark)
    return marks


def apart_of(table: Any) -> set[Any]:
    """The rows of a private line, whose public words stay as well."""
    apart = table.known.apart
    return set(table.rows.filter(**{apart: True}).values_list("pk", flat=True)) if apart else set()


def takes_text(field: Any) -> bool:
    """Whether a free word fits: no choice, no address that must be one, nothing too short."""
    text = type(field) in (models.CharField, models.TextField)
    return text and not field.choices and (field.max_length or 99) >= 15


def _written(model: Any, pk: Any, field: Any, mark: str) -> bool:
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=pk).update(**{field.name: mark}))
    except DatabaseError:
        return False
