"""Handing an account over, and how long that may take."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.forms.words import WordsForm
from accounts.models import Custody, HandoffWhy
from registry.forms import DateBoxesField, MooringForm, PersonField
from registry.people.models import User

_days = {"width": "md", "inputmode": "numeric"}
MOST_DAYS = 60


class HandoffForm(WordsForm):
    """To whom, why, and by when."""

    WORDS = ("words", "position")

    taker = PersonField(
        User.objects.all(), label=_("Who takes it over?"),
        help_text=_("By name or e-mail address: the next coach, the backup, or a member of Communications"),
    )  # fmt: skip
    passes_on = forms.BooleanField(required=False, label="")
    position = forms.CharField(
        label=_("Their position"), max_length=80, required=False,
        help_text=_("Like “Head coach, girls hockey”, if they look after it by one"),
    )  # fmt: skip
    why = forms.ChoiceField(label=_("Why?"), choices=HandoffWhy.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What should they know?"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("They read it. Never a password"),
    )  # fmt: skip
    wanted_on = DateBoxesField(
        label=_("By which day should it be done?"), required=False, help_text=_("If there is one, like 6 10 2027")
    )

    def __init__(self, held: Custody, *args: Any, **kwargs: Any) -> None:
        self.held = held
        super().__init__(*args, **kwargs)
        if held.position:
            self.fields["passes_on"].label = _now("They are %(position)s from then on") % {"position": held.position}
        else:
            del self.fields["passes_on"]

    def clean(self) -> dict[str, Any]:
        """The position passes on where that is ticked, and nothing else is said."""
        data = super().clean()
        passes_on = data.pop("passes_on", False)
        if passes_on and not data.get("position"):
            data["position"] = self.held.position
        return data


class TermsForm(MooringForm):
    """How many working days an answer and the rest may take."""

    answer_days = forms.IntegerField(
        label=_("Working days to answer an offered handoff"), min_value=1, max_value=MOST_DAYS,
        widget=forms.TextInput(_days), help_text=_("After that the unit’s administrator finds somebody else"),
    )  # fmt: skip
    finish_days = forms.IntegerField(
        label=_("Working days to finish one that is accepted"), min_value=1, max_value=MOST_DAYS,
        widget=forms.TextInput(_days), help_text=_("After that everybody concerned is asked every week"),
    )  # fmt: skip
