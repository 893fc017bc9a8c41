"""What the desk's list is narrowed down by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import FoundStatus
from accounts.models.found import KINDS
from registry.forms import MooringForm
from registry.people.models import Unit

_boxes = {"optional": False}


class DeskForm(MooringForm):
    """Status, kind and unit. A value that makes no sense narrows nothing."""

    marks_optional = False

    status = forms.MultipleChoiceField(
        label=_("Status"), required=False, choices=FoundStatus.choices, widget=forms.CheckboxSelectMultiple(_boxes)
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind"), required=False, choices=KINDS, widget=forms.CheckboxSelectMultiple(_boxes)
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("School or department"), required=False, empty_label=_("All"),
        widget=forms.Select(_boxes),
    )  # fmt: skip

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that make sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
