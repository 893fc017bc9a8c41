"""Asking for a break-glass kit, and saying what became of one."""

from django import forms
from django.utils.translation import gettext_lazy

from registry import forms as ours


class AskForm(ours.MooringForm):
    """What the kit is for."""

    reason = forms.CharField(
        label=gettext_lazy("What is the kit for?"), max_length=300, min_length=10,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
        help_text=gettext_lazy("Kept in the trail and told to all who hold the vault. Never write a password here"),
        error_messages={"min_length": gettext_lazy("Say what the kit is for, in ten letters or more.")},
    )  # fmt: skip


class DestroyedForm(ours.MooringForm):
    """How file and passphrase were destroyed."""

    how = forms.CharField(
        label=gettext_lazy("How was it destroyed?"), max_length=200,
        widget=forms.TextInput({"width": "lg", "autocomplete": "off"}),
        help_text=gettext_lazy("Every copy of the file, and both halves of the passphrase"),
    )  # fmt: skip
    sure = forms.BooleanField(label=gettext_lazy("No copy is left"))
