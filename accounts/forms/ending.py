"""Why records are kept, why an account is not to be trusted, and which handle it has now."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import HoldWhy
from registry.forms import MooringForm

_three = {"rows": 3}


class HoldForm(MooringForm):
    """Why its records must be kept."""

    why = forms.ChoiceField(label=_("Why must its records be kept?"), choices=HoldWhy.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Which matter is it?"), required=False, max_length=300, widget=forms.Textarea(_three),
        help_text=_("A file number is enough. Superintendent and Communications read it, and nobody else"),
    )  # fmt: skip


class LiftForm(MooringForm):
    """Why a hold is over."""

    why = forms.CharField(
        label=_("Why is it over?"), max_length=300, widget=forms.Textarea(_three),
        help_text=_("Superintendent and Communications read it, and nobody else"),
    )  # fmt: skip


class CompromisedForm(MooringForm):
    """What was seen."""

    why = forms.CharField(
        label=_("What was seen?"), max_length=300, widget=forms.Textarea(_three),
        help_text=_("Like “Posts that nobody of us wrote, since this morning”. No names of students, no password"),
    )  # fmt: skip


class AdviceForm(MooringForm):
    """What is known of a handle that was ours."""

    advice = forms.CharField(
        label=_("What is known of it?"), required=False, max_length=300, widget=forms.Textarea(_three),
        help_text=_("Like “Somebody else has it since May; reported to the platform”. Everybody on staff reads it"),
    )  # fmt: skip


class RenameForm(MooringForm):
    """The new handle."""

    may_hide = frozenset({"handle"})
    handle = forms.CharField(
        label=_("New handle or address"),
        max_length=500,
        help_text=_("As it is on the platform now, or its address"),
    )
    words = forms.CharField(
        label=_("Why?"), required=False, max_length=300, help_text=_("Like “The team has a new name”")
    )
