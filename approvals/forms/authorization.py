"""The form of an authorization: which permission, for what, from when until when (II.2, II.4, IV.3, IV.4, IV.6)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuthorizationKind, Platform
from approvals import history
from approvals.forms import sentences
from approvals.forms.draft import DraftForm, Parts
from approvals.kinds import authorization
from approvals.models import Request
from registry import clock
from registry.forms import DateBoxesField
from registry.people.models import Unit

SCOPES = {
    AuthorizationKind.CLASSROOM: gettext_lazy("What will you use it for, and with which class or activity?"),
    AuthorizationKind.ONE_OFF: gettext_lazy("What do you want to post, and on which account?"),
    AuthorizationKind.SPOKESPERSON: gettext_lazy("On what will you speak for the district, and where?"),
    AuthorizationKind.DISTRICT_EMAIL: gettext_lazy("What do you need your district e-mail address for there?"),
    AuthorizationKind.LOGO: gettext_lazy("Which logo, where, and for what?"),
}


class AuthorizationForm(DraftForm):
    """What a permission needs to be said of it. Which of the five it is stands on the item, and cannot be changed."""

    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=gettext_lazy("School or department"), widget=forms.Select({"width": "md"})
    )
    platform = forms.ModelChoiceField(Platform.objects.none(), label=gettext_lazy("Platform"), empty_label=None)
    scope = forms.CharField(
        help_text=gettext_lazy("Students only as a number and a class year, never by name"),
        max_length=1000,
        widget=forms.Textarea({"width": "lg", "rows": 4}),
    )
    starts_on = DateBoxesField(label=gettext_lazy("From"), help_text=gettext_lazy("For example, 1 15 2027"))
    ends_on = DateBoxesField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("The last day; at most a school year and its summer")
    )
    parental_consent = forms.BooleanField(
        label=gettext_lazy("The parents of every student who takes part have consented, and I keep their consent"),
        required=False,
    )
    contact_note = forms.CharField(
        label=gettext_lazy("How can we reach you about this?"), max_length=200, widget=forms.TextInput({"width": "md"})
    )
    title = forms.CharField(
        label=gettext_lazy("Short title for this request"),
        help_text=gettext_lazy("We make one if you leave it empty"),
        max_length=120,
        widget=forms.TextInput({"width": "md"}),
    )

    OPTIONAL: tuple[str, ...] = ("contact_note", "title", "parental_consent")

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        self.kind = AuthorizationKind(authorization.kind_of(request))
        needs = self.kind in authorization.NEEDS_PLATFORM
        self.OPTIONAL = self.OPTIONAL if needs else (*self.OPTIONAL, "platform")
        self.PARTS = self._parts()
        super().__init__(*args, request=request, **kwargs)
        scope = self.fields["scope"]
        scope.label = SCOPES[self.kind]
        scope.error_messages["required"] = sentences.SCOPE
        if self.kind != AuthorizationKind.CLASSROOM:
            del self.fields["parental_consent"]

    def _parts(self) -> Parts:
        consent = ("parental_consent",) if self.kind == AuthorizationKind.CLASSROOM else ()
        return (
            (self.kind.label, ("unit", "platform", "scope", "starts_on", "ends_on", *consent)),
            (gettext_lazy("About the request"), ("contact_note", "title")),
        )

    def clean(self) -> dict[str, Any]:
        """What concerns more than one field: the two days, the consent, an earlier decline."""
        data: dict[str, Any] = super().clean() or {}
        self._clean_days(data)
        if self.complete and self.kind == AuthorizationKind.CLASSROOM and not data.get("parental_consent"):
            self.add_error("parental_consent", _("Confirm the parents’ consent: without it, it cannot be permitted."))
        self.ask_what_differs(data, self._declined(data))
        return data

    def _clean_days(self, data: Mapping[str, Any]) -> None:
        start, end = data.get("starts_on"), data.get("ends_on")
        if not (start and end):
            return
        if end < start:
            self.add_error("ends_on", _("The last day comes before the first. Enter a later last day."))
        elif end - start > authorization.LONGEST:
            days = {"days": authorization.LONGEST.days}
            self.add_error("ends_on", _("A permission lasts %(days)s days at most. Ask again after that.") % days)

    def _declined(self, data: Mapping[str, Any]) -> Request | None:
        platform: Platform | None = data.get("platform")
        rows = history.declined_permission(self.request.requester, self.kind, platform).exclude(pk=self.request.pk)
        return rows.order_by("-pk").first()

    def clean_starts_on(self) -> date | None:
        """Today or later; a day that stood there before may stay."""
        return self._still_to_come("starts_on")

    def clean_ends_on(self) -> date | None:
        """Today or later."""
        return self._still_to_come("ends_on")

    def _still_to_come(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        stood = name == "starts_on" and day == self.request.starts_on
        if day and day < clock.today() and not stood:
            raise forms.ValidationError(_("Enter today or a day that is still to come."))
        return day
