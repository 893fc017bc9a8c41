"""Handing an account over, and how long that may take."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.words import WordsForm
from accounts.models import HandoffWhy
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
    position = forms.CharField(
        label=_("Their position"), max_length=80, required=False,
        help_text=_("Like “Head coach, girls hockey”. Change it where they are something else, or only stand in"),
    )  # fmt: skip
    why = forms.ChoiceField(label=_("Why?"), choices=HandoffWhy.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What should they know?"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("They read it. Never a password"),
    )  # fmt: skip
    wanted_on = DateBoxesField(
        label=_("By which day should it be done?"), required=False, help_text=_("If there is one, like 6 10 2027")
    )


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
