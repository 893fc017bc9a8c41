"""What somebody saw on an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.words import WordsForm
from accounts.models import Seen
from registry import clock
from registry.forms import DateBoxesField


class LookForm(WordsForm):
    """When they looked, what was there, and of when the last post was."""

    WORDS = ("note",)

    seen = forms.ChoiceField(label=_("What did you see?"), choices=Seen.choices, widget=forms.RadioSelect)
    last_active_on = DateBoxesField(
        label=_("The last post was on"), required=False,
        help_text=_("As the platform shows it, like 9 24 2026. Only where you saw posts, and then it is needed"),
    )  # fmt: skip
    checked_on = DateBoxesField(label=_("When did you look?"), help_text=_("Today, if you have just looked"))
    note = forms.CharField(
        label=_("Anything to add?"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody who signs in reads it: no password, and no student’s name"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"checked_on": clock.today()}, **kwargs})
        self.fields["last_active_on"].widget.attrs["optional"] = False
