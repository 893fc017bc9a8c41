"""Who else knows a login: students by number and class, an employee, or a part somebody plays. Never a name to type."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Knower
from accounts.rules.declaring import Knowing, check_class, check_makes_sense
from registry.forms import DateBoxesField, MooringForm, PersonField
from registry.people.models import User
from registry.people.refusal import Refused

HINTS = {
    Knower.STUDENTS: _("Say how many and of which class year, below; never a name"),
    Knower.EMPLOYEE: _("Somebody who was told the password, or saw it; say who, below"),
    Knower.FORMER_COACH: _("Somebody without a sign-in here; the password is to be changed at once"),
    Knower.PARENT: _("The password is to be changed at once"),
    Knower.WEBMASTER: _("The password is to be changed at once"),
}
_number = {"width": "md", "inputmode": "numeric", "optional": False}
STUDENTS = ("head_count", "class_year")


class DeclareForm(MooringForm):
    """Who knows it, and since when."""

    described = forms.ChoiceField(
        label=_("Who else knows the password?"), choices=Knower.choices, widget=forms.RadioSelect({"hints": HINTS})
    )
    person = PersonField(
        User.objects.filter(is_active=True), label=_("If an employee: who?"), required=False,
        help_text=_("By name or e-mail address"),
    )  # fmt: skip
    head_count = forms.IntegerField(label=_("If students: how many?"), required=False, widget=forms.TextInput(_number))
    class_year = forms.IntegerField(
        label=_("If students: of the class of which year?"), required=False, widget=forms.TextInput(_number),
        help_text=_("The year they graduate, like 2027. The password is to be changed when they do"),
    )  # fmt: skip
    since = DateBoxesField(
        label=_("Since when?"), required=False, help_text=_("If you know it. Left empty: the password of today")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].widget.attrs["optional"] = False
        for name in STUDENTS:
            self.fields[name].error_messages["invalid"] = _("Enter a whole number.")

    def clean(self) -> dict[str, Any]:
        """What belongs together is there; each sentence stands at its field."""
        data: dict[str, Any] = super().clean() or {}
        chosen = data.get("described")
        if chosen == Knower.EMPLOYEE and "person" in data and not data["person"]:
            self.add_error("person", _now("Say which employee knows it."))
        if chosen == Knower.STUDENTS and all(name in data for name in STUDENTS):
            self._check(lambda: check_class(data["head_count"], data["class_year"]), "class_year")
        if data.get("since") and not self.errors:
            self._check(lambda: check_makes_sense(self._said(data)), "since")
        return data

    def _check(self, check: Any, field: str) -> None:
        try:
            check()
        except Refused as refused:
            self.add_error(field, str(refused))

    @property
    def said(self) -> Knowing:
        """What was declared; what does not belong to the chosen answer is left out."""
        return self._said(self.cleaned_data)

    def _said(self, data: dict[str, Any]) -> Knowing:
        chosen = data["described"]
        students = {name: data.get(name) for name in STUDENTS} if chosen == Knower.STUDENTS else {}
        person = data.get("person") if chosen == Knower.EMPLOYEE else None
        return Knowing(described=chosen, person=person, since=data.get("since"), **students)


class DayForm(MooringForm):
    """On which day."""

    marks_optional = False
    on = DateBoxesField(label=_("On which day?"), required=False, help_text=_("Like 10 1 2026. Left empty: today"))


class WithdrawForm(MooringForm):
    """Why a declaration was wrong."""

    why = forms.CharField(
        label=_("Why was it wrong?"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("The declaration stays, struck through, with these words"),
    )  # fmt: skip
