"""Approving alone in an emergency."""

from django import forms
from django.utils.translation import gettext_lazy

from registry.forms import MooringForm


class EmergencyForm(MooringForm):
    """Why it cannot wait for the other offices, on the text that was read."""

    reason = forms.CharField(
        label=gettext_lazy("Why can it not wait?"),
        help_text=gettext_lazy("Everyone who decides, and whoever asked, will read it"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4, "width": "lg"}),
    )
    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
