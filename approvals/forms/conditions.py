"""Rows for conditions in the decision form, and the reason why one is waived."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.conditions import MOST, Stated
from registry import clock
from registry.forms import DateBoxes, DateBoxesField, MooringForm

ROWS = range(1, MOST + 1)


def fields_of(number: int, *, opens_account: bool) -> dict[str, forms.Field]:
    """What is asked for, by when, and whether an account may go live before; of a permission, nothing goes live."""
    words = {"number": number}
    fields: dict[str, forms.Field] = {
        f"condition_{number}": forms.CharField(
            label=_("Condition %(number)s") % words,
            required=False,
            max_length=300,
            widget=forms.TextInput({"optional": False}),
        ),
        f"condition_{number}_due": DateBoxesField(
            label=_("Condition %(number)s: by when?") % words, required=False, widget=DateBoxes()
        ),
    }
    if opens_account:
        fields[f"condition_{number}_live"] = forms.BooleanField(
            label=_("Condition %(number)s must be met before the account goes live") % words, required=False
        )
    return fields


def clean_rows(form: MooringForm, data: dict[str, Any]) -> None:
    """A date or a tick needs its condition, and a date lies ahead."""
    for number in ROWS:
        name = f"condition_{number}"
        due: date | None = data.get(f"{name}_due")
        if due and due < clock.today():
            form.add_error(f"{name}_due", _("Enter a day that is still to come."))
        if (due or data.get(f"{name}_live")) and not data.get(name) and name not in form.errors:
            form.add_error(name, _("Say what the condition is."))


def stated(data: dict[str, Any]) -> list[Stated]:
    """The conditions that were stated, in order."""
    return [
        Stated(data[f"condition_{n}"], data[f"condition_{n}_due"], data.get(f"condition_{n}_live", False))
        for n in ROWS
        if data.get(f"condition_{n}")
    ]


class WaiveForm(MooringForm):
    """Why a condition is no longer needed."""

    why = forms.CharField(
        label=gettext_lazy("Why is it no longer needed?"), max_length=300, widget=forms.TextInput({"width": "lg"})
    )
