"""A link for handing in: for whom, for what, for how long; what whoever has it types; and an adult's answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.forms.credentials import FIELDS, DepositForm
from accounts.models import Bearer, Guardian, SecretField
from accounts.rules.drops import OF_ADULTS, USUAL, Asked, check_makes_sense
from accounts.rules.students import reads_like_a_name
from registry.forms import DateBoxesField, MooringForm
from registry.people.refusal import Refused

HINTS = {Bearer.STUDENTS: _("Say of which class, below; never a name")}
HOURS = ((4, _("4 hours")), (24, _("One day")), (72, _("Three days")), (168, _("Seven days")))
WORDS: dict[str, tuple[Any, Any]] = {
    "login": (_("Name or e-mail to sign in with"), ""),
    "password": (_("Password of this account"), _("If you use it anywhere else, change it there first")),
    "backup_codes": (_("Backup codes"), _("One on each line")),
    "seed": (_("Authenticator seed"), _("The row of letters an authenticator app is set up with")),
}
PLAIN = {SecretField.BACKUP_CODE: _("Backup codes")}


class MakeForm(MooringForm):
    """What a link is asked for."""

    bearer = forms.ChoiceField(
        label=_("For whom is it?"), choices=Bearer.choices, widget=forms.RadioSelect({"hints": HINTS})
    )
    class_year = forms.IntegerField(
        label=_("If a student: of the class of which year?"), required=False,
        help_text=_("The year they graduate, like 2027"),
        widget=forms.TextInput({"width": "md", "inputmode": "numeric", "optional": False}),
    )  # fmt: skip
    guardian = forms.ChoiceField(
        label=_("If a student: was a parent or guardian told?"), required=False, choices=Guardian.choices[1:],
        widget=forms.RadioSelect({"optional": False}),
    )  # fmt: skip
    guardian_on = DateBoxesField(label=_("On which day were they told?"), required=False)
    fields_ = forms.MultipleChoiceField(
        label=_("What may they hand in?"),
        choices=[(field.value, PLAIN.get(field, field.label)) for field in OF_ADULTS],
        widget=forms.CheckboxSelectMultiple, initial=[SecretField.LOGIN.value, SecretField.PASSWORD.value],
        help_text=_("Of a student never an e-mail address or phone for recovery: those would be their own"),
    )  # fmt: skip
    hours = forms.TypedChoiceField(
        label=_("How long is it good for?"), choices=HOURS, coerce=int, initial=int(USUAL.total_seconds()) // 3600
    )
    note = forms.CharField(
        label=_("A note for yourself"), required=False, max_length=120,
        help_text=_("Like “captain of last fall”. Never a name"),
    )  # fmt: skip
    sure = forms.BooleanField(label=_("What I wrote is not a student’s name"), required=False)
    nonce = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    PLACES = {"fields": "fields_"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_year"].error_messages["invalid"] = _now("Enter a whole number.")

    def clean(self) -> dict[str, Any]:
        """What belongs together is there; each sentence stands at its field."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                check_makes_sense(self.asked)
            except Refused as refused:
                self.add_error(self.PLACES.get(refused.field, refused.field), str(refused))
        return data

    @property
    def asks_sure(self) -> bool:
        """Whether the note reads like a name, so that the page asks whose."""
        return self.is_bound and reads_like_a_name(str(self.data.get("note") or ""))

    @property
    def asked(self) -> Asked:
        """The answers; what belongs to a student only is left out for others."""
        data = self.cleaned_data
        asked = Asked(
            bearer=data["bearer"], fields=data["fields_"], lasts=timedelta(hours=data["hours"]), note=data["note"],
            sure=data["sure"],
        )  # fmt: skip
        if asked.bearer != Bearer.STUDENTS:
            return asked
        told = data["guardian_on"] if data["guardian"] == Guardian.TOLD else None
        return replace(asked, class_year=data["class_year"], guardian=data["guardian"], guardian_on=told)


class LeaveForm(DepositForm):
    """The fields of one account that a link is for, and no other; an old password may be as weak as it is."""

    NOTHING = _("Fill in what you know, at least one line.")

    def __init__(self, *args: Any, allowed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [FIELDS[SecretField(field)] for field in allowed]
        self.fields = {name: self.fields[name] for name in FIELDS.values() if name in kept}
        for name, (label, hint) in WORDS.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint

    def _ask_about(self, password: str, *, keep: bool) -> None:
        """It is what it is; it is changed once it is ours."""


class ConfirmForm(MooringForm):
    """The word of an adult that the right person used the link."""

    sure = forms.BooleanField(
        label=_("I have spoken with whoever used the link, and the receipt number they were shown is this one")
    )


class WhyForm(MooringForm):
    """Why something ends without what it was for."""

    why = forms.CharField(
        label=_("Why?"), max_length=200, widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept in the trail: never a name of a student, never a password"),
    )  # fmt: skip
