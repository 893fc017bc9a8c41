"""Depositing, refusing and revealing. Secrets are taken as typed and never given back to the page (invariant 5)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.credentials import Reason, Which, Whose
from accounts.forms.whose import Whoses
from accounts.generating import Recipe, made_up
from accounts.models import FactorKind, SecretField, SecretVersion
from accounts.rules.strength import weakness
from accounts.rules.values import Unusable, normalised
from registry import forms as ours
from registry.vault import Secret

MOST_CODES, MOST_QUESTIONS = 50, 10
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
    SecretField.SECOND_FACTOR: "second_factor",
    SecretField.SECURITY_QUESTION: "questions",
}
#: One on each line, in slots of their own.
LINES = {SecretField.BACKUP_CODE: "backup_codes", SecretField.SECURITY_QUESTION: "questions"}
KINDS = [("", gettext_lazy("Not said, or as before")), *[choice for choice in FactorKind.choices if choice[0]]]


def _hidden(label: Any, hint: Any = "", **attrs: Any) -> Any:
    """A line of dots, which a button shows: what somebody beside the screen must not read."""
    widget = ours.SecretInput({**ONE_LINE, "data-peek": True, **attrs})
    return ours.SecretField(label=label, help_text=hint, required=False, widget=widget)


def _seen(label: Any, hint: Any = "", **attrs: Any) -> Any:
    """A line that is read while it is typed: a mistake in an address or a phone must be seen."""
    widget = ours.SecretLine({**ONE_LINE, **attrs})
    return ours.SecretField(label=label, help_text=hint, required=False, widget=widget)


class DepositForm(Whoses, ours.MooringForm):
    """Everything that gets one in; an empty line leaves what is stored as it is."""

    #: What is said where every line is empty.
    NOTHING = gettext_lazy("Fill in what has changed, at least one line.")
    asks_to_keep = False

    login = _seen(gettext_lazy("Login"), gettext_lazy("The name or e-mail address to sign in with"))
    password = _hidden(
        gettext_lazy("Password"), gettext_lazy("Ten characters or more, made up for this account alone"),
        autocomplete="new-password",
    )  # fmt: skip
    keep_anyway = forms.BooleanField(label=gettext_lazy("Keep this password anyway"), required=False)
    make_up = forms.BooleanField(
        label=gettext_lazy("Make one up and store it without showing it"), required=False,
        help_text=gettext_lazy("Reveal the login when you are on the platform, and set it there"),
    )  # fmt: skip
    recipe = forms.ChoiceField(
        label=gettext_lazy("Made up of"), choices=Recipe.choices, required=False,
        widget=forms.Select({"optional": False}),
    )  # fmt: skip
    factor_kind = forms.ChoiceField(
        label=gettext_lazy("What does the platform ask for beside the password?"), choices=KINDS, required=False,
        widget=forms.Select({"optional": False}),
    )  # fmt: skip
    second_factor = _seen(
        gettext_lazy("Where is it?"), gettext_lazy("In your words, like: app on the office phone, key in the safe")
    )
    seed = _hidden(
        gettext_lazy("Authenticator seed"),
        gettext_lazy("The key or otpauth address shown when two-step sign-in is turned on. You then see it once as a "
                     "picture to scan"),
    )  # fmt: skip
    recovery_email = _seen(
        gettext_lazy("Recovery e-mail"), gettext_lazy("Use an address of the district"), type="email"
    )
    recovery_phone = _seen(
        gettext_lazy("Recovery phone"), gettext_lazy("With area code, like 952-555-0147"), type="tel",
        pattern=PHONE, title=gettext_lazy("A phone number with its area code, like 952-555-0147"),
    )  # fmt: skip
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
        help_text=gettext_lazy("What else one needs to get in. Up to 4,000 characters"),
    )  # fmt: skip
    questions = ours.SecretField(
        label=gettext_lazy("Security questions"), required=False, widget=ours.SecretText({"optional": False}),
        help_text=gettext_lazy("Each with its answer on one line, like: First school? Harbor Elementary. A new list "
                               "replaces the old one"),
    )  # fmt: skip

    def __init__(self, *args: Any, handle: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handle = handle

    def clean(self) -> dict[str, Any]:
        """Something must have been typed, and what was typed must be of use; all of it is said at once."""
        cleaned = super().clean() or {}
        self._make_up(cleaned)
        if not self.errors and not any(cleaned.get(name) for name in (*FIELDS.values(), "factor_kind")):
            raise ValidationError(self.NOTHING)
        self._check_lists()
        if cleaned.get("second_factor") and not cleaned.get("factor_kind"):
            self.add_error("factor_kind", _("Choose what the platform asks for."))
        for field, message in self._unusable().items():
            self.add_error(FIELDS[field], message)
        self._ask_about(str(cleaned.get("password") or ""), keep=bool(cleaned.get("keep_anyway")))
        return cleaned

    def _make_up(self, cleaned: dict[str, Any]) -> None:
        """A password that nobody has seen yet: without a script, or for who wants it that way."""
        if not cleaned.get("make_up"):
            return
        if cleaned.get("password"):
            self.add_error("password", _("Type a password or have one made up, not both."))
        else:
            cleaned["password"] = made_up(str(cleaned.get("recipe") or "")).expose()

    def _check_lists(self) -> None:
        if len(self._lines("backup_codes")) > MOST_CODES:
            self.add_error("backup_codes", _("That is more than 50 codes."))
        if len(self._lines("questions")) > MOST_QUESTIONS:
            self.add_error("questions", _("That is more than 10 questions."))

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
        """What was typed, by field; each backup code and each question has a slot of its own."""
        single = {field: name for field, name in FIELDS.items() if field not in LINES}
        given: dict[SecretField | tuple[SecretField, int], Secret] = {
            field: Secret(str(self.cleaned_data[name])) for field, name in single.items() if self.cleaned_data.get(name)
        }
        if self.kind and SecretField.SECOND_FACTOR not in given:
            given[SecretField.SECOND_FACTOR] = Secret(str(FactorKind(self.kind).label))
        for field, name in LINES.items():
            given |= {(field, slot): Secret(line) for slot, line in enumerate(self._lines(name), 1)}
        return given

    @property
    def holders(self) -> dict[SecretField, Whose | str]:
        """Whose the ways in are, as far as it was said."""
        return dict(self.whoses())

    @property
    def unseen(self) -> frozenset[SecretField]:
        """What was made up without being shown: nobody knows it yet."""
        return frozenset({SecretField.PASSWORD} if self.cleaned_data.get("make_up") else ())

    @property
    def kind(self) -> str:
        """What the platform asks for beside the password; empty where it was not said."""
        return str(self.cleaned_data.get("factor_kind") or "")

    def _lines(self, name: str) -> list[str]:
        lines = str(self.cleaned_data.get(name) or "").splitlines()
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
