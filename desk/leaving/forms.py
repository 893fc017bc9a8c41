"""When and why somebody leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import DateBoxesField, MooringForm
from registry.people.models import DepartureWhy
from registry.people.rules.departures import TO_PLAN

AT_ONCE = (DepartureWhy.LEAVES, DepartureWhy.OVER, DepartureWhy.UNREACHABLE)


def _choices(which: tuple[DepartureWhy, ...]) -> list[tuple[str, Any]]:
    return [(one.value, one.label) for one in which]


class LastDayForm(MooringForm):
    """The last day of somebody who goes on working until it is over."""

    last_day = DateBoxesField(label=_("Last day"), help_text=_("They keep everything until its midnight"))
    why = forms.ChoiceField(label=_("Why?"), choices=_choices(TO_PLAN), widget=forms.RadioSelect)


class LeaveNowForm(MooringForm):
    """Why somebody leaves at once; what happened is asked of nobody."""

    why = forms.ChoiceField(label=_("Why?"), choices=_choices(AT_ONCE), widget=forms.RadioSelect)


class DismissForm(MooringForm):
    """Nothing is asked: the reasons are for the district's own files."""
