"""The form of a new account: one page in three parts."""

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AccountClass, Platform
from accounts.rules import recognise
from approvals import checks, handles, rules, students
from approvals.forms import items
from approvals.forms.draft import Parts, YesNoField
from approvals.forms.several import SeveralForm
from approvals.models import ImagesPlan, Request
from registry import clock
from registry.forms import DateBoxesField, PersonField, offer
from registry.people.models import Unit, User

CLASS_HINTS = {
    AccountClass.DISTRICT: gettext_lazy("Speaks for the whole district"),
    AccountClass.SCHOOL: gettext_lazy("Speaks for one school or department"),
    AccountClass.PROGRAM: gettext_lazy("A subject, a library, a classroom"),
    AccountClass.STUDENT_GROUP: gettext_lazy("A team or a club; its coach or advisor keeps the login"),
}
IMAGES_HINTS = {
    ImagesPlan.STUDENTS: gettext_lazy("You check the media opt-outs before each season, where they are kept"),
}


class RequestForm(SeveralForm):
    """What a new account needs to be said of it."""

    may_hide = frozenset({"handle", *items.HANDLES})
    platform = forms.ModelChoiceField(Platform.objects.none(), label=gettext_lazy("Platform"), empty_label=None)
    handle = forms.CharField(
        label=gettext_lazy("Handle you would like"),
        help_text=gettext_lazy("Or paste the address. Start with the school’s name so families can recognize it"),
        max_length=300,
        widget=forms.TextInput({"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off", "width": "md"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=gettext_lazy("School or department"), widget=forms.Select({"width": "md"})
    )
    klass = forms.ChoiceField(
        label=gettext_lazy("What kind of account is it?"), widget=forms.RadioSelect({"hints": CLASS_HINTS})
    )
    group = forms.CharField(
        label=gettext_lazy("Team, club or program"), max_length=80, widget=forms.TextInput({"width": "md"})
    )
    display_name = forms.CharField(
        label=gettext_lazy("Display name"),
        help_text=gettext_lazy("The name people see on the profile"),
        max_length=120,
        widget=forms.TextInput({"width": "md"}),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What will this account do that your current accounts cannot?"),
        max_length=500,
        widget=forms.Textarea({"width": "lg", "rows": 4}),
    )
    audience = forms.CharField(
        label=gettext_lazy("Who is it for?"), max_length=200, widget=forms.TextInput({"width": "lg"})
    )
    launch_on = DateBoxesField(
        label=gettext_lazy("When should it start?"), help_text=gettext_lazy("For example, 1 15 2027")
    )
    custodian = PersonField(
        User.objects.filter(is_active=True),
        label=gettext_lazy("Custodian"),
        help_text=gettext_lazy(
            "The employee who answers for the account and keeps its login safe. Start typing a name"
        ),
        max_length=300,
    )
    position = forms.CharField(
        label=gettext_lazy("Custodian’s position"),
        help_text=gettext_lazy("For example, Head coach, girls hockey"),
        max_length=80,
        widget=forms.TextInput({"width": "md"}),
    )
    backup = PersonField(
        User.objects.filter(is_active=True),
        label=gettext_lazy("Backup custodian"),
        help_text=gettext_lazy("A second employee who can step in. Start typing a name"),
        max_length=300,
    )
    posters = forms.CharField(
        label=gettext_lazy("Who will post?"),
        help_text=gettext_lazy("Employees by name; students only as a number and a class year, never by name"),
        max_length=300,
        widget=forms.TextInput({"width": "lg"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("District e-mail to sign up with"),
        help_text=gettext_lazy("A district address; a shared mailbox is best"),
        widget=forms.EmailInput({"width": "md", "autocomplete": "off"}),
    )
    contact_note = forms.CharField(
        label=gettext_lazy("How can we reach you about this?"), max_length=200, widget=forms.TextInput({"width": "md"})
    )
    students_involved = YesNoField(
        label=gettext_lazy("Will students help?"),
        help_text=gettext_lazy("Students may draft. The login always stays with staff"),
    )
    under_13 = YesNoField(
        label=gettext_lazy("Is any of them under 13?"), help_text=gettext_lazy("Only where students help")
    )
    images_plan = forms.ChoiceField(
        label=gettext_lazy("What will pictures show?"),
        choices=ImagesPlan.choices,
        widget=forms.RadioSelect({"hints": IMAGES_HINTS}),
    )
    images_promise = forms.BooleanField(
        label=gettext_lazy(
            "I will ask colleagues before I show them, check students’ media opt-outs in the student information"
            " system, and show no floor plans that are not public"
        ),
        required=False,
    )
    wants_logo = YesNoField(
        label=gettext_lazy("Will it use the district’s or a school’s logo?"),
        help_text=gettext_lazy("Approval of this request is the permission to use it"),
    )
    title = forms.CharField(
        label=gettext_lazy("Short title for this request"),
        help_text=gettext_lazy("We make one if you leave it empty"),
        max_length=120,
        widget=forms.TextInput({"width": "md"}),
    )

    # Whose position the page showed, and which: it is not the next custodian's.
    position_of = forms.CharField(max_length=64, widget=forms.HiddenInput)
    position_then = forms.CharField(max_length=80, widget=forms.HiddenInput)

    OPTIONAL: tuple[str, ...] = (
        "group", "launch_on", "position", "contact_note", "images_promise", "title", "position_of", "position_then",
        "under_13",
    )  # fmt: skip
    PARTS: Parts = (
        (
            gettext_lazy("The account"),
            (
                "platform",
                "handle",
                "unit",
                "klass",
                "group",
                "display_name",
                "purpose",
                "audience",
                "launch_on",
                "title",
            ),
        ),
        (gettext_lazy("The people"), ("custodian", "position", "backup", "posters", "email", "contact_note")),
        (gettext_lazy("Safety"), ("students_involved", "under_13", "images_plan", "images_promise", "wants_logo")),
    )

    def offer_choices(self) -> None:
        """Beside the platforms, the classes that are official."""
        super().offer_choices()
        self.fields["under_13"].widget.attrs["optional"] = False
        offer(self, "klass", [(one.value, one.label) for one in AccountClass.official()])

    def clean(self) -> dict[str, Any]:
        """What concerns more than one field: the handle on its platform, the two people, the children, the promise."""
        data: dict[str, Any] = super().clean() or {}
        self._clean_handles(data)
        self._clean_position(data)
        self._clean_children(data)
        if data.get("backup") and data.get("backup") == data.get("custodian"):
            self.add_error("backup", _("Choose a backup who is not the custodian."))
        if (
            self.complete
            and data.get("images_plan") not in (None, "", ImagesPlan.NONE)
            and not data.get("images_promise")
        ):
            self.add_error("images_promise", _("Promise this, or choose that no people are shown."))
        return data

    def _clean_children(self, data: Mapping[str, Any]) -> None:
        """Their age is asked for only where students help, and the two answers agree (COPPA; E1.14)."""
        help_, young = data.get("students_involved"), data.get("under_13")
        if help_ and young is None and self.complete and "under_13" not in self.errors:
            self.add_error("under_13", _("Choose whether any of them is under 13."))
        elif young and help_ is False:
            self.add_error("under_13", students.contradiction())

    def _clean_position(self, data: dict[str, Any]) -> None:
        """Drop a position that still is the former custodian's, here and on the page if it comes back."""
        drawn: Mapping[str, Any] = self.data if "position_of" in self.data else self.initial
        custodian, before = data.get("custodian"), drawn.get("position_of")
        if not custodian or not before or str(custodian.pk) == before:
            return
        if data.get("position") == drawn.get("position_then"):
            data["position"] = ""
            shown: Any = copy(self.data)
            shown["position"] = shown["position_then"] = ""
            shown["position_of"] = str(custodian.pk)
            self.data = shown

    def _clean_handles(self, data: Mapping[str, Any]) -> None:
        names = [("platform", "handle"), *((f"platform_{number}", f"handle_{number}") for number in self.rows)]
        seen: set[tuple[int, str]] = set()
        declined: Request | None = None
        for platform, handle in names:
            found = self._clean_handle(handle, data.get(handle), data.get(platform), data)
            if found and (found.platform.pk, found.key) in seen:
                self.add_error(handle, _("This handle stands here twice. Remove one of the two."))
            elif found:
                seen.add((found.platform.pk, found.key))
                declined = declined or self.declined_handle(found.platform, found.key)
            elif self.complete and handle in items.HANDLES and data.get(platform) and handle not in self.errors:
                self.add_error(handle, _("Enter a handle, or remove this platform."))
        self.ask_what_differs(data, declined)

    def _clean_handle(
        self, name: str, text: str | None, platform: Platform | None, data: Mapping[str, Any]
    ) -> recognise.Recognised | None:
        found = recognise.recognise(text, platform) if text else None
        people = (self.request.requester, data.get("custodian"))
        personal = found and checks.personal(found, display_name=data.get("display_name", ""), people=people)
        problem = personal or (handles.unfit(text, platform, found) if text and name not in self.errors else "")
        if problem:
            self.add_error(name, problem)
        if found is None or problem:
            return None
        taken = checks.taken(found, apart_from=self.request, visible=rules.visible_to(self.request.requester))
        if taken:
            self.taken = taken
            self.add_error(name, taken.sentence)
        return found

    def clean_email(self) -> str:
        """Only the district's own addresses (IV.3)."""
        email: str = self.cleaned_data["email"]
        if email and not checks.is_district_address(email):
            raise forms.ValidationError(checks.district_only())
        return email

    def clean_posters(self) -> str:
        """Students are a number and a class year, never a name (invariant 9)."""
        posters: str = self.cleaned_data["posters"]
        if students.named_in(posters):
            raise forms.ValidationError(students.no_names(), code=students.NAMED)
        return posters

    def clean_launch_on(self) -> date | None:
        """A day that is still to come; a date that stood there before may stay."""
        day: date | None = self.cleaned_data["launch_on"]
        if day and day < clock.today() and day != self.request.launch_on:
            raise forms.ValidationError(_("Enter a day that is still to come."))
        return day
