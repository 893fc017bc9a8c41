"""The form of an account that exists already: as for a new one, and how it stands today."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms import sentences
from approvals.forms.draft import YesNoField
from approvals.forms.request import RequestForm
from approvals.particulars import HangsOn, MadeBy
from registry import clock

#: The first of today's platforms opened their doors; an older year is a slip.
FIRST_YEAR = 2003
#: More students than that never held one login; a larger number is a slip.
MOST_STUDENTS = 200
MADE_BY_HINTS = {
    MadeBy.STUDENTS: gettext_lazy("Say how many and of which class year, below; never a name"),
    MadeBy.PARENT: gettext_lazy("Once its login is handed in, its password is to be changed"),
    MadeBy.VENDOR: gettext_lazy("Once its login is handed in, its password is to be changed"),
    MadeBy.UNKNOWN: gettext_lazy("Communications will help to find out how to get in"),
}


class RegistrationForm(RequestForm):
    """What must be known of an account that was opened before anybody approved it (E1.13)."""

    made_by = forms.ChoiceField(
        label=gettext_lazy("Who made it?"),
        choices=MadeBy.choices,
        widget=forms.RadioSelect({"hints": MADE_BY_HINTS}),
    )
    made_by_number = forms.IntegerField(
        label=gettext_lazy("If students: how many?"),
        min_value=1,
        max_value=MOST_STUDENTS,
        widget=forms.TextInput({"width": "md", "inputmode": "numeric"}),
    )
    made_by_class_year = forms.IntegerField(
        label=gettext_lazy("If students: of the class of which year?"),
        help_text=gettext_lazy("The year they graduate, like 2027"),
        min_value=FIRST_YEAR,
        widget=forms.TextInput({"width": "md", "inputmode": "numeric"}),
    )
    since_year = forms.IntegerField(
        label=gettext_lazy("In use since which year?"),
        help_text=gettext_lazy("Leave it empty if nobody knows"),
        min_value=FIRST_YEAR,
        widget=forms.TextInput({"width": "md", "inputmode": "numeric"}),
    )
    hangs_on_email = forms.ChoiceField(
        label=gettext_lazy("Whose e-mail does it hang on?"),
        help_text=gettext_lazy("The address one signs in or recovers with; say whose, not which"),
        choices=[one for one in HangsOn.choices if one[0] != HangsOn.NONE],
        widget=forms.RadioSelect(),
    )
    hangs_on_phone = forms.ChoiceField(
        label=gettext_lazy("Whose phone does it hang on?"), choices=HangsOn.choices, widget=forms.RadioSelect()
    )
    staff_can_sign_in = YesNoField(
        label=gettext_lazy("Can somebody on staff sign in today?"),
        help_text=gettext_lazy("“No” is a fine answer: once it is approved you get the steps to win it back"),
    )

    OPTIONAL = (*RequestForm.OPTIONAL, "made_by_number", "made_by_class_year", "since_year")
    _ACCOUNT = tuple(name for name in RequestForm.PARTS[0][1] if name != "launch_on")
    PARTS = (
        (RequestForm.PARTS[0][0], _ACCOUNT),
        (
            gettext_lazy("How it stands today"),
            (
                "made_by",
                "made_by_number",
                "made_by_class_year",
                "since_year",
                "hangs_on_email",
                "hangs_on_phone",
                "staff_can_sign_in",
            ),
        ),
        *RequestForm.PARTS[1:],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "handle": (_("Address of the account"), _("Paste it from the browser; the handle will do too")),
            "purpose": (_("What is it for?"), ""),
            "email": (_("District e-mail it will be moved to"), _("A district address; a shared mailbox is best")),
        }
        for name, (label, hint) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
        sentences.say(self.fields, sentences.EMPTY_THERE)
        for name in ("made_by_number", "made_by_class_year", "since_year"):
            self.fields[name].error_messages["invalid"] = _("Enter a whole number.")
            self.fields[name].widget.attrs["optional"] = name == "since_year"

    def clean(self) -> dict[str, Any]:
        """Students are a number and a class year; nobody has used it since a year to come."""
        data = super().clean()
        if data.get("made_by") == MadeBy.STUDENTS and self.complete:
            for name in ("made_by_number", "made_by_class_year"):
                if name in data and not data[name]:
                    self.add_error(name, _("Students are named by their number and class year here. Fill in both."))
        elif data.get("made_by") and data["made_by"] != MadeBy.STUDENTS:
            data.update(made_by_number=None, made_by_class_year=None)
        this_year = clock.today().year
        if (data.get("since_year") or 0) > this_year:
            self.add_error("since_year", _("Enter a year that has begun."))
        if (data.get("made_by_class_year") or 0) > this_year + LAST_CLASS:
            self.add_error("made_by_class_year", _("Enter the year in which they graduate, like 2027."))
        return data


#: Kindergarten graduates in thirteen years.
LAST_CLASS = 13
