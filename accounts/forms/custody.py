"""Declining and offering a custody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import MooringForm, PersonField
from registry.people.models import User


class DeclineForm(MooringForm):
    """Why somebody says no."""

    why = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Helps to find somebody else"),
    )


class OfferForm(MooringForm):
    """To whom the custody is offered."""

    custodian = PersonField(
        User.objects.filter(is_active=True),
        label=_("Who should look after it?"),
        help_text=_("A name or an e-mail address"),
    )
    position = forms.CharField(
        label=_("Position"), max_length=80, required=False, help_text=_("Like “Head coach, girls hockey”")
    )
