"""The checklist of an attestation: a page of taps, of which nothing is answered beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Attestation, BackupCustodian, SaidOfPassword
from accounts.rules.attesting import Answers, check_makes_sense
from registry.forms import DateBoxesField, MooringForm, PersonField
from registry.people.models import User
from registry.people.refusal import Refused

_number = {"width": "md", "inputmode": "numeric"}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _yes_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=YES_NO, coerce=lambda said: said == "yes", widget=forms.RadioSelect
    )


class AttestForm(MooringForm):
    """How an account stands. What does not concern it is not asked: no login to share, no backup to keep."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    still_used = _yes_no(_("Is it still used?"), _("If not, you ask to retire it next"))
    password = forms.ChoiceField(
        label=_("Was the password changed since somebody who knew it left?"), choices=SaidOfPassword.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    students = forms.IntegerField(
        label=_("How many students who know it leave?"), required=False, widget=forms.TextInput(_number),
        help_text=_("A number, never a name. Empty: none"),
    )  # fmt: skip
    class_year = forms.IntegerField(
        label=_("Of the class of which year?"), required=False, widget=forms.TextInput(_number),
        help_text=_("The year they graduate, like 2027"),
    )  # fmt: skip
    devices_out = _yes_no(
        _("Are the phones and computers of who left signed out?"), _("Where nobody has left, that is a yes")
    )
    recovery_is_ours = _yes_no(_("Do its recovery address and phone belong to the district?"))
    guidelines_kept = _yes_no(_("Are privacy, comments and moderation set as the guidelines ask?"))
    backup_stays = _yes_no("")
    last_active_on = DateBoxesField(
        label=_("When was the last post?"), required=False, help_text=_("If you have looked, like 9 24 2026")
    )
    next_custodian = PersonField(
        User.objects.filter(is_active=True), label=_("Does somebody else take it over? Who?"), required=False,
        help_text=_("An employee, by name or e-mail address. They are asked, and you answer for it until they have it"),
    )  # fmt: skip

    def __init__(self, account: Account, last: Attestation | None, *args: Any, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, initial={"seen": last.pk if last else 0}, **kwargs)
        backup = BackupCustodian.objects.filter(account=account, ended_at=None).select_related("person").first()
        if backup:
            self.fields["backup_stays"].label = _now("Is %(name)s still the backup?") % {"name": backup.person.name}
            self.add_field("backup_stays", self.fields["backup_stays"])  # what is said of no answer names the question
        out = [] if account.platform.shares_login else ["password", "students", "class_year", "devices_out"]
        for name in [*out, *([] if backup else ["backup_stays"])]:
            del self.fields[name]
        for name in {"students", "class_year"} & set(self.fields):
            self.fields[name].error_messages["invalid"] = _now("Enter a whole number.")

    @property
    def says_unused(self) -> bool:
        """Whether nobody uses it any more, whatever else was answered."""
        return self.is_bound and str(self.data.get("still_used")) == "no"

    def clean_still_used(self) -> bool:
        """A word is given only on what is used."""
        if not self.cleaned_data["still_used"]:
            raise forms.ValidationError(_now("Ask to retire it instead: a word is given on what is still used."))
        return True

    def clean(self) -> dict[str, Any]:
        """What belongs together is there; each sentence stands at its field."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                check_makes_sense(self.account, _said(data))
            except Refused as refused:
                self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        return data

    @property
    def said(self) -> Answers:
        """What was answered."""
        return _said(self.cleaned_data)

    @property
    def last_seen(self) -> int:
        """The last word that the page knew of."""
        return self.cleaned_data.get("seen") or 0


def _said(data: dict[str, Any]) -> Answers:
    return Answers(
        recovery_is_ours=data["recovery_is_ours"], guidelines_kept=data["guidelines_kept"],
        students=data.get("students") or 0, class_year=data.get("class_year"), password=data.get("password", ""),
        devices_out=data.get("devices_out"), backup_stays=data.get("backup_stays"),
        next_custodian=data.get("next_custodian"), last_active_on=data.get("last_active_on"),
    )  # fmt: skip
