"""How soon a campaign asks again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import MooringForm

MOST_DAYS = 60
_days = {"width": "md", "inputmode": "numeric"}
_whole = {"invalid": _("Enter a whole number.")}


class CampaignTermsForm(MooringForm):
    """Working days before and after the day on which an answer is due."""

    remind_days = forms.IntegerField(
        label=_("Working days before the day"), min_value=1, max_value=MOST_DAYS, error_messages=_whole,
        widget=forms.TextInput(_days), help_text=_("Then who has not answered is reminded"),
    )  # fmt: skip
    step_days = forms.IntegerField(
        label=_("Working days from one step up to the next"), min_value=1, max_value=MOST_DAYS, error_messages=_whole,
        widget=forms.TextInput(_days),
        help_text=_("After the day: the nearest administrator, the next one up, then Communications"),
    )  # fmt: skip
