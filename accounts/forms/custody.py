"""Declining and offering a custody, taking it from somebody, naming a backup, and accepting beside a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.words import WordsForm
from accounts.rules.reassigning import TakenBecause
from registry.forms import MooringForm, PersonField, SecretField, SecretLine
from registry.people.models import User


class DeclineForm(WordsForm):
    """Why somebody says no."""

    why = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Helps to find somebody else"),
    )


class OfferForm(WordsForm):
    """To whom the custody is offered."""

    WORDS = ("position",)

    custodian = PersonField(
        User.objects.filter(is_active=True),
        label=_("Who should look after it?"),
        help_text=_("A name or an e-mail address"),
    )
    position = forms.CharField(
        label=_("Position"), max_length=80, required=False, help_text=_("Like “Head coach, girls hockey”")
    )
    unverified = forms.BooleanField(
        label=_("By an older list they look after it already"),
        required=False,
        help_text=_("They stand as custodian, not confirmed, until they have accepted"),
    )

    def __init__(self, *args: Any, may_be_listed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_listed:
            del self.fields["unverified"]


class ReassignForm(WordsForm):
    """Why the custody is taken from who holds it, and whom to ask next."""

    WORDS = ("words",)

    because = forms.ChoiceField(label=_("Why?"), choices=TakenBecause.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happened?"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept in the trail. Not shown to who loses it"),
    )  # fmt: skip
    custodian = PersonField(
        User.objects.all(), label=_("Who should look after it now?"), required=False,
        help_text=_("They are asked to accept. Leave it empty where nobody is known yet"),
    )  # fmt: skip


class BackupForm(MooringForm):
    """Who backs the account up."""

    person = PersonField(
        User.objects.all(), label=_("Who steps in?"), help_text=_("A second employee, by name or e-mail address")
    )


class BesideForm(MooringForm):
    """Who somebody is, on the screen of a colleague."""

    password = SecretField(label=_("Your Mooring password"))
    code = SecretField(
        label=_("Code of your authenticator"), required=False, help_text=_("If you have one"),
        widget=SecretLine({"inputmode": "numeric", "width": "md"}),
    )  # fmt: skip
