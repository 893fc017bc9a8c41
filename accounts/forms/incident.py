"""What was exposed and since when it was known, and where it was reported."""

import re
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from registry.forms import DateBoxesField, MooringForm

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\s*(?P<half>[ap]m)?", re.IGNORECASE)


class MomentForm(MooringForm):
    """A day and the time of it, as two fields: `day` and `hour` name them."""

    day, hour = "", ""

    def moment(self) -> datetime | None:
        """The moment as typed, on the district's clocks; noon where only the day was said."""
        on: Any = self.cleaned_data.get(self.day)
        found = _CLOCK.fullmatch(str(self.cleaned_data.get(self.hour) or "12:00").strip())
        if on is None or found is None:
            return None
        hours = int(found["hour"]) % 12 + (12 if found["half"].lower() == "pm" else 0) if found["half"] else None
        clock_time = time(int(found["hour"]) if hours is None else hours, int(found["minute"]))
        return datetime.combine(on, clock_time, ZoneInfo(settings.TIME_ZONE))

    def clean(self) -> dict[str, Any]:
        """A time that is none is said at its field; one without a day too."""
        data: dict[str, Any] = super().clean() or {}
        typed = str(data.get(self.hour) or "").strip()
        if typed and not _CLOCK.fullmatch(typed):
            self.add_error(self.hour, _("Enter the time like 9:30 am or 14:05."))
        elif typed and not data.get(self.day) and self.day not in self.errors:
            self.add_error(self.day, _("Say which day that was."))
        return data


class DescribeForm(MomentForm):
    """What was exposed, without any value, and since when it was known."""

    day, hour = "identified_on", "identified_time"

    exposed = forms.CharField(
        label=_("What was exposed?"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("Like “Its password and direct messages”. No password, no student’s name, no message"),
    )  # fmt: skip
    identified_on = DateBoxesField(
        label=_("When did somebody first know?"), required=False,
        help_text=_("If that was before it was marked here. The 72 hours run from then"),
    )  # fmt: skip
    identified_time = forms.CharField(
        label=_("At what time?"), required=False, max_length=8, help_text=_("Like 9:30 am or 14:05")
    )


class ReportedForm(MomentForm):
    """When it was reported, and under which number."""

    day, hour = "reported_on", "reported_time"

    reported_on = DateBoxesField(label=_("On which day was it reported?"))
    reported_time = forms.CharField(label=_("At what time?"), max_length=8, help_text=_("Like 9:30 am or 14:05"))
    reference = forms.CharField(
        label=_("Its reference number"), required=False, max_length=80, help_text=_("If the state gave one")
    )


class WaiveForm(MooringForm):
    """Why it need not be reported."""

    why = forms.CharField(
        label=_("Why need it not be reported?"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("Like “False alarm: the posts were the coach’s own”. It stays in the record"),
    )  # fmt: skip
