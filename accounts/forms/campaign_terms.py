"""How soon a campaign asks again."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from registry.forms import MooringForm

MOST_DAYS = 60
_days = {"width": "md", "inputmode": "numeric"}
_BEFORE, _STEP = _("Working days before the day"), _("Working days from one step up to the next")


def _says(label: Any) -> dict[str, Any]:
    """One sentence, with the question's name, whatever is wrong with the number."""
    words = format_lazy(_("“{label}” is a whole number from 1 to {most}."), label=label, most=MOST_DAYS)
    return dict.fromkeys(("invalid", "min_value", "max_value"), words)


class CampaignTermsForm(MooringForm):
    """Working days before and after the day on which an answer is due."""

    remind_days = forms.IntegerField(
        label=_BEFORE, min_value=1, max_value=MOST_DAYS, error_messages=_says(_BEFORE),
        widget=forms.TextInput(_days), help_text=_("Then who has not answered is reminded"),
    )  # fmt: skip
    step_days = forms.IntegerField(
        label=_STEP, min_value=1, max_value=MOST_DAYS, error_messages=_says(_STEP),
        widget=forms.TextInput(_days),
        help_text=_("After the day: the nearest administrator, the next one up, then Communications"),
    )  # fmt: skip
