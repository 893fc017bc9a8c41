"""Depositing, refusing and revealing. Secrets are taken as typed and never given back to the page (invariant 5)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.credentials import Reason, Which
from accounts.models import Holder, SecretField, SecretVersion
from accounts.rules.strength import weakness
from accounts.rules.values import Unusable, normalised
from registry import forms as ours
from registry.vault import Secret

MOST_CODES = 50
#: What a browser may let pass as a phone; the server knows better.
PHONE = r"[+]?[0-9 \(\)\.\-]{7,24}( ?(x|ext[.]?) ?[0-9]{1,6})?"
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


def _hidden(label: Any, hint: Any = "", **attrs: Any) -> Any:
    """A line of dots, which a button shows: what somebody beside the screen must not read."""
    widget = ours.SecretInput({**ONE_LINE, "data-peek": True, **attrs})
    return ours.SecretField(label=label, help_text=hint, required=False, widget=widget)


def _seen(label: Any, hint: Any = "", **attrs: Any) -> Any:
    """A line that is read while it is typed: a mistake in an address or a phone must be seen."""
    widget = ours.SecretLine({**ONE_LINE, **attrs})
    return ours.SecretField(label=label, help_text=hint, required=False, widget=widget)


class DepositForm(ours.MooringForm):
    """Everything that gets one in; an empty line leaves what is stored as it is."""

    asks_to_keep = False

    login = _seen(gettext_lazy("Login"), gettext_lazy("The name or e-mail address to sign in with"))
    password = _hidden(
        gettext_lazy("Password"), gettext_lazy("Ten characters or more, made up for this account alone"),
        autocomplete="new-password",
    )  # fmt: skip
    keep_anyway = forms.BooleanField(label=gettext_lazy("Keep this password anyway"), required=False)
    seed = _hidden(
        gettext_lazy("Authenticator set-up key"),
        gettext_lazy("The key or otpauth address shown when two-step sign-in is turned on"),
    )
    recovery_email = _seen(
        gettext_lazy("Recovery e-mail"), gettext_lazy("Use an address of the district"), type="email"
    )
    email_holder = forms.ChoiceField(
        label=gettext_lazy("Whose mailbox is it?"),
        choices=_WHOSE,
        required=False,
        widget=forms.Select({"optional": False}),
    )
    recovery_phone = _seen(
        gettext_lazy("Recovery phone"), gettext_lazy("With area code, like 952-555-0147"), type="tel",
        pattern=PHONE, title=gettext_lazy("A phone number with its area code, like 952-555-0147"),
    )  # fmt: skip
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
    birth_date = ours.DateBoxesField(
        label=gettext_lazy("Date of birth given at sign-up"), required=False,
        widget=ours.SecretDate({"optional": False}),
    )  # fmt: skip
    notes = ours.SecretField(
        label=gettext_lazy("Notes"), required=False, widget=ours.SecretText({"optional": False}),
        help_text=gettext_lazy("Answers to security questions, and what else one needs to get in"),
    )  # fmt: skip

    def __init__(self, *args: Any, handle: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handle = handle

    def clean(self) -> dict[str, Any]:
        """Something must have been typed."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in FIELDS.values()):
            raise ValidationError(_("Fill in what has changed, at least one line."))
        if len(self._codes()) > MOST_CODES:
            self.add_error("backup_codes", _("That is more than 50 codes."))
        for field, message in self._unusable().items():
            self.add_error(FIELDS[field], message)
        self._ask_about(str(cleaned.get("password") or ""), keep=bool(cleaned.get("keep_anyway")))
        return cleaned

    def _ask_about(self, password: str, *, keep: bool) -> None:
        """A password that is easy to guess is taken only on a second word: a platform may allow nothing better."""
        said = weakness(password, known=self._known()) if password else ""
        self.asks_to_keep = bool(said)
        if said and not keep:
            message = _("%(what)s Choose another, or tick “Keep this password anyway”.") % {"what": said}
            self.add_error("password", message)

    def _known(self) -> list[str]:
        login = str(self.cleaned_data.get("login") or "")
        return [word for word in (self.handle, login.partition("@")[0].strip()) if word]

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
            field: Secret(str(self.cleaned_data[name])) for field, name in single.items() if self.cleaned_data.get(name)
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
    seen = forms.RegexField(r"^[0-9]{1,15}(-[0-9]{1,15}){0,20}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, waiting: Sequence[SecretVersion], **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": "-".join(str(version.pk) for version in waiting)}, **kwargs)

    def facts(self) -> dict[str, Any]:
        """What `credentials.refuse` is told: why, and the ids of the deposits that stood on the page."""
        seen = [int(pk) for pk in self.cleaned_data["seen"].split("-") if pk]
        return {"why": self.cleaned_data["why"], "seen": seen}


class RevealForm(ours.MooringForm):
    """Why somebody opens a login, and the ticket of this form."""

    reason_code = forms.ChoiceField(
        label=gettext_lazy("Why do you need it?"), choices=Reason.choices,
        widget=forms.RadioSelect({"autofocus": True}),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=300, required=False,
        widget=forms.TextInput({"width": "lg", "autocomplete": "off"}),
        help_text=gettext_lazy("Only “Another reason” needs them. Kept in the trail: never write a password here"),
    )  # fmt: skip
    which = forms.ChoiceField(choices=Which.choices, required=False, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=600, widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Another reason than those of the list is said in words."""
        cleaned = super().clean() or {}
        if cleaned.get("reason_code") == Reason.OTHER and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Say in a few words what you need it for."))
        return cleaned
