"""Which form each kind of request has, and the choice between the kinds."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuthorizationKind
from approvals.forms.authorization import AuthorizationForm
from approvals.forms.draft import DraftForm
from approvals.forms.registration import RegistrationForm
from approvals.forms.request import RequestForm
from approvals.models import Kind, Request
from registry.forms import MooringForm

FORMS: dict[str, type[DraftForm]] = {
    Kind.NEW_ACCOUNT: RequestForm,
    Kind.REGISTRATION: RegistrationForm,
    Kind.AUTHORIZATION: AuthorizationForm,
}
KINDS = (
    (Kind.NEW_ACCOUNT.value, gettext_lazy("A new account")),
    (Kind.REGISTRATION.value, gettext_lazy("To register an account that exists")),
    (Kind.AUTHORIZATION.value, gettext_lazy("Permission to do something")),
)
KIND_HINTS = {
    Kind.NEW_ACCOUNT: gettext_lazy("For a school, department, program or team; please do not open it yourself"),
    Kind.REGISTRATION: gettext_lazy("A team’s, a club’s, or another one that was opened before anybody approved it"),
    Kind.AUTHORIZATION: gettext_lazy("To use social media in class, to post once, to speak for the district, …"),
}
PERMISSIONS = (
    (AuthorizationKind.CLASSROOM.value, gettext_lazy("Use public social media in class or in an activity")),
    (AuthorizationKind.ONE_OFF.value, gettext_lazy("Post once on an account of the district")),
    (AuthorizationKind.SPOKESPERSON.value, gettext_lazy("Speak for the district")),
    (AuthorizationKind.DISTRICT_EMAIL.value, gettext_lazy("Use my district e-mail address on social media")),
    (AuthorizationKind.LOGO.value, gettext_lazy("Use the district’s or a school’s logo")),
)


def form_for(data: QueryDict | None, *, request: Request, complete: bool = True) -> DraftForm:
    """The form of the request's kind."""
    return FORMS[request.kind](data, request=request, complete=complete)


class NewForm(MooringForm):
    """What somebody asks for. `authorization` counts only for a permission; nothing chosen means a new account."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"),
        choices=KINDS,
        required=False,
        widget=forms.RadioSelect({"look": "boxed", "hints": KIND_HINTS, "optional": False}),
        error_messages={"invalid_choice": gettext_lazy("Choose what you ask for.")},
    )
    authorization = forms.ChoiceField(
        label=gettext_lazy("Permission to do what?"),
        choices=PERMISSIONS,
        required=False,
        widget=forms.RadioSelect({"optional": False}),
        error_messages={"invalid_choice": gettext_lazy("Choose what you want permission for.")},
    )

    def clean(self) -> dict[str, Any]:
        """A permission says which."""
        data: dict[str, Any] = super().clean() or {}
        data["kind"] = data.get("kind") or Kind.NEW_ACCOUNT.value
        if data["kind"] != Kind.AUTHORIZATION:
            data["authorization"] = ""
        elif "authorization" in data and not data["authorization"]:
            self.add_error("authorization", _("Choose what you want permission for."))
        return data

    @classmethod
    def choosing(cls, query: QueryDict) -> "NewForm":
        """With what an address chooses beforehand: `?kind=authorization&authorization=spokesperson`."""
        kind, permission = query.get("kind", ""), query.get("authorization", "")
        chosen = kind if kind in Kind.values else Kind.NEW_ACCOUNT.value
        named = permission if permission in AuthorizationKind.values else ""
        return cls(initial={"kind": chosen, "authorization": named})
