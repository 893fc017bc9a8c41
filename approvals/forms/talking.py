"""Talking about a request, and taking it back."""

from django import forms
from django.utils.translation import gettext_lazy

from registry.forms import MooringForm


class CommentForm(MooringForm):
    """One line of the discussion."""

    text = forms.CharField(
        label=gettext_lazy("Add to the discussion"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class WithdrawForm(MooringForm):
    """Why a request is taken back; may be left out."""

    why = forms.CharField(
        label=gettext_lazy("Why are you withdrawing it?"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"width": "lg"}),
    )
