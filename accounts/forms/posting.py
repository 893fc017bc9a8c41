"""Proposing, designating, refusing and revoking; and the box of "May I post here?"."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Place, Platform
from registry import clock
from registry.forms import DateBoxesField, MooringForm, PersonField
from registry.people.models import User


class TermsForm(MooringForm):
    """From when until when, and whether with the right to open the login."""

    starts_on = DateBoxesField(label=_("From"), help_text=_("The first day, like 11 20 2026"))
    ends_on = DateBoxesField(label=_("Until"), required=False, help_text=_("The last day, if there is one"))
    may_reveal = forms.BooleanField(
        label=_("May open the login"), required=False,
        help_text=_("Login, password and current code, each time with a reason and a second factor"),
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = clock.today
        if isinstance(place, Account) and not place.platform.shares_login:
            del self.fields["may_reveal"]


class PosterForm(TermsForm):
    """The same, and who."""

    person = PersonField(
        User.objects.filter(is_active=True), label=_("Who?"), help_text=_("An employee, by name or e-mail address")
    )
    field_order = ("person", "starts_on", "ends_on", "may_reveal")


class WhyForm(MooringForm):
    """Why something is refused or revoked."""

    why = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("The people concerned read it"),
    )  # fmt: skip


class AskForm(MooringForm):
    """An address, a handle or a number, and the platform where a bare handle is meant."""

    q = forms.CharField(
        label=_("Account or address"), max_length=500,
        help_text=_("Paste an address, or type a handle or a number like A-0037"),
    )  # fmt: skip
    platform = forms.ModelChoiceField(
        Platform.objects.all(), to_field_name="slug", required=False, label=_("Platform"),
        empty_label=_("The address says it"), help_text=_("Only needed for a bare handle"),
        widget=forms.Select({"optional": False}),
    )  # fmt: skip
