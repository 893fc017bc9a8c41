"""The days that a report is about."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from registry import clock
from registry.forms import MooringForm, check_order

YEAR = timedelta(days=365)


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date", "width": "sm"}, format="%Y-%m-%d")


class PeriodForm(MooringForm):
    """From when until when, both included; the last year where nothing is said. Sent by GET."""

    marks_optional = False
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=_day())
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=_day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": clock.today() - YEAR, "until": clock.today()})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        super().clean()
        check_order(self, "since", "until")
        return self.cleaned_data

    def days(self) -> tuple[date, date]:
        """The two days; what was left out, or made no sense, is the year until today."""
        data = self.cleaned_data if self.is_valid() else {}
        until = data.get("until") or clock.today()
        return data.get("since") or until - YEAR, until
