"""Forms about the calendar: one holiday, or a whole list pasted."""

import re
from datetime import date, datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms import DateBoxesField, MooringForm
from registry.people import calendar
from registry.people.calendar import Closed
from registry.people.refusal import Refused

MOST_LINES = 200
#: How a day may be written in a pasted list.
WRITTEN = ("%Y-%m-%d", "%m/%d/%Y")
LINE = re.compile(
    r"(?P<first>[0-9/-]{8,10})(?:\s*(?:to|until|through|–|-|,|;|\s)\s*(?P<last>[0-9/-]{8,10}))?[\s,;:]\s*(?P<name>\S.*)"
)


class HolidayForm(MooringForm):
    """One holiday or break."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("Like Winter break"))
    starts_on = DateBoxesField(label=gettext_lazy("First day"))
    ends_on = DateBoxesField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave empty for a single day")
    )

    def closed(self) -> Closed:
        """What was typed; a single day where no last one was."""
        given = self.cleaned_data
        return Closed(given["name"].strip(), given["starts_on"], given["ends_on"] or given["starts_on"])


class HolidayListForm(MooringForm):
    """Many at once, a line each, as they can be copied from a district's calendar."""

    lines = forms.CharField(
        label=gettext_lazy("Holidays, a line each"),
        help_text=gettext_lazy(
            "First day, last day if it is another, and the name, like 2026-12-21 2027-01-01 Winter break"
        ),
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
    )

    def clean_lines(self) -> list[Closed]:
        """Every line understood, or all that are not named with their number."""
        lines = [(number, line.strip()) for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1)]
        filled = [(number, line) for number, line in lines if line]
        if len(filled) > MOST_LINES:
            raise forms.ValidationError(_("Paste at most %(count)s lines at once.") % {"count": MOST_LINES})
        read = [(number, _closed(line)) for number, line in filled]
        wrong = [{"number": number, "problem": said} for number, said in read if isinstance(said, str)]
        if wrong:
            raise forms.ValidationError([_("Line %(number)s: %(problem)s") % words for words in wrong])
        return [one for _number, one in read if isinstance(one, Closed)]


def _closed(line: str) -> Closed | str:
    """The days of one line, or what is wrong with it."""
    match = LINE.fullmatch(line)
    first = match and _day(match["first"])
    last = match and (_day(match["last"]) if match["last"] else first)
    if not match or not first or not last:
        return _("Begin with a date like 2026-12-21 or 12/21/2026, then the name.")
    if len(match["name"]) > 80:
        return _("The name is longer than 80 characters.")
    closed = Closed(match["name"], first, last)
    try:
        calendar.check_days(closed)
    except Refused as refused:
        return str(refused)
    return closed


def _day(text: str) -> date | None:
    for written in WRITTEN:
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007 - a date of the district has no zone
        except ValueError:
            continue
    return None
