"""When an account needs care: the limits of one place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountClass, HealthTerms, Platform
from accounts.rules.health import CLASSES, LIMITS, LONGEST, mark_of
from registry.forms import MooringForm


def _days(label: Any, hint: Any, *, required: bool = True) -> forms.IntegerField:
    widget = forms.TextInput({"width": "md", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, help_text=hint, required=required, min_value=1, max_value=LONGEST, widget=widget,
        error_messages={"invalid": _("Enter a whole number.")},
    )  # fmt: skip


class LimitsForm(MooringForm):
    """For which accounts, and how long is too long there."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    platform = forms.ModelChoiceField(
        Platform.objects.all(), to_field_name="slug", required=False, label=_("Platform"),
        empty_label=_("All platforms"), widget=forms.Select({"optional": False}),
    )  # fmt: skip
    klass = forms.ChoiceField(
        label=_("Kind of account"), required=False, widget=forms.Select({"optional": False}),
        choices=[("", _("All kinds")), *((one, AccountClass(one).label) for one in CLASSES)],
    )  # fmt: skip
    checked_days = _days(
        _("Days until a login is checked again"),
        _("Whoever opens the login says whether it worked. Leave it empty for no limit"), required=False,
    )  # fmt: skip
    verify_days = _days(
        _("Days a new login may wait to be verified"), _("It needs attention at once, and is at risk after that")
    )
    custodian_days = _days(
        _("Days somebody may hold an account meanwhile"), _("Until a custodian of its own has accepted it")
    )
    attest_days = _days(
        _("Days until an account is attested again"),
        _("Its custodian says that it is still as it should be. Leave it empty for no limit"), required=False,
    )  # fmt: skip
    silent_days = _days(
        _("Days without a post in season"),
        _("From what somebody saw who looked at it. Leave it empty for no limit"), required=False,
    )  # fmt: skip

    @classmethod
    def showing(cls, row: HealthTerms, data: Any = None) -> "LimitsForm":
        """The limit as it stands, and where it is; of one that is not there yet, what is delivered."""
        place = {"platform": row.platform.slug if row.platform else "", "klass": row.klass}
        said = {name: getattr(row, name) for name in LIMITS}
        return cls(data, initial={**place, **said, "seen": mark_of(row)})
