"""What a field lets one choose, where that hangs on who asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet


def offer(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Let the field `name` offer these choices. Raises TypeError for a field that offers none."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field of choices.")
    field.choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any], *, empty: Any = None) -> None:
    """Let it offer these rows, and say `empty` for none of them. Raises TypeError for a field that offers no rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} is no field of rows.")
    field.queryset = rows
    if empty is not None:
        field.empty_label = empty
