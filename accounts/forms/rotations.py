"""Who sees to a rotation, what somebody reports, sessions signed out, and the district's terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountClass, AgeLimit, Platform, ReasonKind
from accounts.rules.rotating import REPORTED
from accounts.rules.terms import CLASSES
from registry.forms import MooringForm, PersonField
from registry.people.models import User

HINTS = {
    ReasonKind.REPORTED_CHANGE: _("Somebody, or the platform itself, changed it; what is stored here no longer works"),
    ReasonKind.INCIDENT: _("A strange post, a warning from the platform, a password that went astray"),
}
_number = {"width": "md", "inputmode": "numeric"}


class AssignForm(MooringForm):
    """Who sees to it."""

    person = PersonField(
        User.objects.filter(is_active=True), label=_("Who changes it?"),
        help_text=_("Its custodian or backup, or a member of Communications"),
    )  # fmt: skip


class ReportForm(MooringForm):
    """What happened to a login."""

    kind = forms.ChoiceField(
        label=_("What happened?"), choices=[(kind.value, kind.label) for kind in REPORTED],
        widget=forms.RadioSelect({"hints": HINTS}),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What do you know about it?"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("When, and how you noticed. Never the password itself"),
    )  # fmt: skip


class SessionsForm(MooringForm):
    """The word that nobody else is signed in any more."""

    done = forms.BooleanField(label=_("I signed out every other session on the platform"))


class TermsForm(MooringForm):
    """How soon a secret is to change, and when a class graduates."""

    urgent_days = forms.IntegerField(
        label=_("Urgent: within how many working days?"), widget=forms.TextInput(_number),
        help_text=_("Somebody has left, or somebody else may have got in"),
    )  # fmt: skip
    other_days = forms.IntegerField(
        label=_("Everything else: within how many working days?"), widget=forms.TextInput(_number),
        help_text=_("A custody that passed on, a class that graduated, age"),
    )  # fmt: skip
    graduates_month = forms.IntegerField(
        label=_("A class graduates in the month"), widget=forms.TextInput(_number), help_text=_("A number, like 6")
    )
    graduates_day = forms.IntegerField(label=_("On the day"), widget=forms.TextInput(_number))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid"] = _("Enter a whole number.")

    def clean(self) -> dict[str, Any]:
        """No number is larger than a day can be: what the database cannot hold is said here."""
        data: dict[str, Any] = super().clean() or {}
        for name in [name for name, value in data.items() if isinstance(value, int) and not 0 < value < 1000]:
            self.add_error(name, _("Enter a smaller number, from 1 on."))
        return data


class AgeForm(MooringForm):
    """How old a password may become, on one platform or all, for one class of account or all."""

    platform = forms.ModelChoiceField(
        Platform.objects.all(), to_field_name="slug", required=False, label=_("Platform"),
        empty_label=_("All platforms"), widget=forms.Select({"optional": False}),
    )  # fmt: skip
    klass = forms.ChoiceField(
        label=_("Kind of account"), required=False,
        choices=[("", _("All kinds")), *((one.value, one.label) for one in CLASSES)],
        widget=forms.Select({"optional": False}),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("How many days may a password be in use?"), required=False, min_value=1, max_value=9999,
        widget=forms.TextInput(_number), help_text=_("Leave it empty for no limit there"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].error_messages["invalid"] = _("Enter a whole number.")


class StepsForm(MooringForm):
    """Where on a platform one does what."""

    steps_password = forms.CharField(
        label=_("Change the password"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    steps_sessions = forms.CharField(
        label=_("Sign out every other session"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    steps_roles = forms.CharField(
        label=_("Remove roles and connected apps"), required=False, max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    steps_recovery = forms.CharField(
        label=_("Get back in when nobody can sign in"), required=False, max_length=2000,
        help_text=_("A step on each line"), widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip


def in_words(limit: AgeLimit) -> str:
    """For which accounts a limit is, in words."""
    where = limit.platform.name if limit.platform else str(_("All platforms"))
    return f"{where}, {AccountClass(limit.klass).label}" if limit.klass else where
