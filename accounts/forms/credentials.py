"""Depositing, refusing and revealing. Secrets are taken as typed and never given back to the page (invariant 5)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.credentials import Reason, Which
from accounts.models import Holder, SecretField
from accounts.rules.values import Unusable, normalised
from registry import forms as ours
from registry.vault import Secret

MOST_CODES = 50
ONE_LINE = {"width": "md", "optional": False}
#: The field of the form for each field of the vault.
FIELDS = {
    SecretField.LOGIN: "login",
    SecretField.PASSWORD: "password",
    SecretField.RECOVERY_EMAIL: "recovery_email",
    SecretField.RECOVERY_PHONE: "recovery_phone",
    SecretField.SEED: "seed",
    SecretField.BACKUP_CODE: "backup_codes",
    SecretField.BIRTH_DATE: "birth_date",
    SecretField.NOTES: "notes",
}
_WHOSE = [("", gettext_lazy("Not said")), *[choice for choice in Holder.choices if choice[0]]]


def _secret(label: Any, hint: Any = "", **attrs: Any) -> Any:
    widget = ours.SecretInput({**ONE_LINE, **attrs})
    return ours.SecretField(label=label, help_text=hint, required=False, widget=widget)


class DepositForm(ours.MooringForm):
    """Everything that gets one in; an empty line leaves what is stored as it is."""

    login = _secret(gettext_lazy("Login"), gettext_lazy("The name or e-mail address to sign in with"))
    password = _secret(gettext_lazy("Password"), autocomplete="new-password")
    seed = _secret(
        gettext_lazy("Authenticator set-up key"),
        gettext_lazy("The key or otpauth address shown when two-step sign-in is turned on"),
    )
    recovery_email = _secret(gettext_lazy("Recovery e-mail"), gettext_lazy("Use an address of the district"))
    email_holder = forms.ChoiceField(
        label=gettext_lazy("Whose mailbox is it?"),
        choices=_WHOSE,
        required=False,
        widget=forms.Select({"optional": False}),
    )
    recovery_phone = _secret(gettext_lazy("Recovery phone"), gettext_lazy("With area code, like 952-555-0147"))
    phone_holder = forms.ChoiceField(
        label=gettext_lazy("Whose phone is it?"),
        choices=_WHOSE,
        required=False,
        widget=forms.Select({"optional": False}),
    )
    backup_codes = ours.SecretField(
        label=gettext_lazy("Backup codes"), required=False, widget=ours.SecretText({"optional": False}),
        help_text=gettext_lazy("One on each line. A new list replaces the old one"),
    )  # fmt: skip
    birth_date = _secret(
        gettext_lazy("Date of birth given at sign-up"), gettext_lazy("Year, month, day, like 1990-05-17"), width="sm"
    )
    notes = ours.SecretField(
        label=gettext_lazy("Notes"), required=False, widget=ours.SecretText({"optional": False}),
        help_text=gettext_lazy("Answers to security questions, and what else one needs to get in"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Something must have been typed."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in FIELDS.values()):
            raise ValidationError(_("Fill in what has changed, at least one line."))
        if len(self._codes()) > MOST_CODES:
            self.add_error("backup_codes", _("That is more than 50 codes."))
        for field, message in self._unusable().items():
            self.add_error(FIELDS[field], message)
        return cleaned

    def _unusable(self) -> dict[SecretField, str]:
        """What cannot be right, all of it at once: typing secrets again for each would be a pain."""
        found: dict[SecretField, str] = {}
        for place, value in self.values.items():
            field = place[0] if isinstance(place, tuple) else place
            try:
                normalised(field, value)
            except Unusable as unusable:
                found.setdefault(field, str(unusable))
        return found

    @property
    def values(self) -> dict[SecretField | tuple[SecretField, int], Secret]:
        """What was typed, by field; each backup code has a slot of its own."""
        single = {field: name for field, name in FIELDS.items() if field != SecretField.BACKUP_CODE}
        given: dict[SecretField | tuple[SecretField, int], Secret] = {
            field: Secret(self.cleaned_data[name]) for field, name in single.items() if self.cleaned_data.get(name)
        }
        for slot, code in enumerate(self._codes(), 1):
            given[SecretField.BACKUP_CODE, slot] = Secret(code)
        return given

    @property
    def holders(self) -> dict[SecretField, str]:
        """Whose the recovery channels are, as far as it was said."""
        said = {
            SecretField.RECOVERY_EMAIL: self.cleaned_data["email_holder"],
            SecretField.RECOVERY_PHONE: self.cleaned_data["phone_holder"],
        }
        return {field: holder for field, holder in said.items() if holder}

    def _codes(self) -> list[str]:
        lines = str(self.cleaned_data.get("backup_codes") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class RefuseForm(ours.MooringForm):
    """Why a deposit does not get one in."""

    why = forms.CharField(
        label=gettext_lazy("What happened?"), max_length=200, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("The depositor reads it. Never write a password here"),
    )  # fmt: skip


class RevealForm(ours.MooringForm):
    """Why somebody opens a login, and the ticket of this form."""

    reason_code = forms.ChoiceField(
        label=gettext_lazy("Why do you need it?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=300,
        widget=forms.TextInput({"width": "lg", "autocomplete": "off"}),
        help_text=gettext_lazy("Kept in the trail. Never write a password here"),
    )  # fmt: skip
    which = forms.ChoiceField(choices=Which.choices, required=False, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=600, widget=forms.HiddenInput, required=False)
