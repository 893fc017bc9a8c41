"""Recording a decision that was made on paper, and objecting to one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from approvals import offline, scans
from approvals.forms.deciding import DecisionForm
from approvals.models import Seat
from registry.forms import DateBoxesField, MooringForm, offer_rows
from registry.people.models import User
from registry.people.refusal import Refused

STANDS = (
    ("yes", gettext_lazy("The decision stands")),
    ("no", gettext_lazy("The decision does not count")),
)
STANDS_HINTS = {
    "yes": gettext_lazy("It was theirs after all: the request goes on"),
    "no": gettext_lazy("The request ends, and what was being set up is given up; it can be asked for again"),
}


class PaperForm(DecisionForm):
    """A decision, with who made it on which day, and the scan."""

    decider = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who decided?"), empty_label=None, widget=forms.RadioSelect()
    )
    decided_on = DateBoxesField(
        label=gettext_lazy("On which day?"), help_text=gettext_lazy("The date on the paper, for example 11 12 2026")
    )
    scan = forms.FileField(
        label=gettext_lazy("The scan"),
        help_text=gettext_lazy("A PDF, PNG or JPEG of at most 5 MB, without any student’s name"),
        error_messages={"required": gettext_lazy("Choose the scan."), "empty": gettext_lazy("The file is empty.")},
        widget=forms.FileInput({"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(
        self, *args: Any, seat: Seat, deciders: Sequence[User], too_large: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat
        self.fields["answer"].label = gettext_lazy("What was decided?")
        offer_rows(self, "decider", User.objects.filter(pk__in=[one.pk for one in deciders]))
        if too_large:
            self.fields["scan"].error_messages["required"] = scans.too_large()

    def clean_decided_on(self) -> Any:
        """A day between the sending of the request and today."""
        day = self.cleaned_data["decided_on"]
        _or_error(offline.check_day, self.seat, day)
        return day

    def clean_scan(self) -> bytes:
        """The file's bytes, if it is a scan."""
        content: bytes = self.cleaned_data["scan"].read()
        _or_error(scans.check_scan, content)
        return content


def _or_error(check: Any, *args: Any) -> None:
    try:
        check(*args)
    except Refused as refused:
        raise forms.ValidationError(str(refused)) from None


class ObjectionForm(MooringForm):
    """What is wrong with a decision that was recorded in one's name."""

    why = forms.CharField(
        label=gettext_lazy("What is wrong with it?"), max_length=300, widget=forms.TextInput({"width": "lg"})
    )


class SettleForm(MooringForm):
    """Whether a disputed decision stands, and how one knows."""

    stands = forms.TypedChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=STANDS,
        coerce=lambda value: value == "yes",
        error_messages={"required": gettext_lazy("Choose what you found.")},
        widget=forms.RadioSelect({"look": "boxed", "hints": STANDS_HINTS}),
    )
    why = forms.CharField(
        label=gettext_lazy("How do you know?"), max_length=300, widget=forms.TextInput({"width": "lg"})
    )
