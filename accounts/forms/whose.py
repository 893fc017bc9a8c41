"""Whose a mailbox, a phone or a device is, and which employee's: the same two questions beside each."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.credentials import Whose
from accounts.models import Holder, SecretField
from registry import forms as ours
from registry.people.models import User

_CHOICES = [("", gettext_lazy("Not said")), *[choice for choice in Holder.choices if choice[0]]]
#: The beginning of the two fields' names, and what they are about.
ABOUT = {
    "email": (SecretField.RECOVERY_EMAIL, gettext_lazy("Whose mailbox is it?")),
    "phone": (SecretField.RECOVERY_PHONE, gettext_lazy("Whose phone is it?")),
    "factor": (SecretField.SECOND_FACTOR, gettext_lazy("Whose device is it?")),
}


class Whoses(forms.Form):
    """The questions `…_holder` and `…_person`, for the recovery mailbox, the recovery phone and the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (_field, label) in ABOUT.items():
            self.fields[f"{name}_holder"] = forms.ChoiceField(
                label=label, choices=_CHOICES, required=False, widget=forms.Select({"optional": False})
            )
            self.fields[f"{name}_person"] = ours.PersonField(
                User.objects.filter(is_active=True), label=gettext_lazy("Which employee?"), required=False,
                help_text=gettext_lazy("Once they leave, this way in is asked about"),
                widget=ours.PersonInput({"optional": False}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A person is named only where it is an employee's."""
        cleaned = super().clean() or {}
        for name in ABOUT:
            if cleaned.get(f"{name}_person") and cleaned.get(f"{name}_holder") != Holder.EMPLOYEE:
                self.add_error(f"{name}_holder", _("Choose “An employee’s”, or leave the name out."))
        return cleaned

    def whoses(self) -> Iterator[tuple[SecretField, Whose]]:
        """What was said, by field; what was not said is left out."""
        for name, (field, _label) in ABOUT.items():
            holder = self.cleaned_data.get(f"{name}_holder")
            if holder:
                yield field, Whose(holder, self.cleaned_data.get(f"{name}_person"))
