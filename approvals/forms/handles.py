"""A platform and what was typed for it, to be looked up while somebody types."""

from django import forms

from accounts.models import Platform
from registry.forms import MooringForm


class LookForm(MooringForm):
    """One platform and one handle or address."""

    platform = forms.ModelChoiceField(Platform.objects.offered())
    handle = forms.CharField(max_length=300)
