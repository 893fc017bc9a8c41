"""Why nobody can sign in to an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import LockedOut
from registry.forms import MooringForm


class LockedOutForm(MooringForm):
    """What is known of it."""

    why = forms.ChoiceField(label=_("Why can nobody sign in?"), choices=LockedOut.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What do you know about it?"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("Since when, and what was tried. Never a student’s name, never a password"),
    )  # fmt: skip
