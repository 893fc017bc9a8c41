"""Recording who holds which role on a platform."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Platform, RoleLevel, SignsIn
from accounts.rules.roles import roles_of
from registry.forms import MooringForm, PersonField, offer
from registry.people.models import User


class RoleForm(MooringForm):
    """Who holds which role, by the platform's own name for it, and with what they sign in."""

    person = PersonField(
        User.objects.filter(is_active=True), label=_("Who?"), help_text=_("An employee, by name or e-mail address")
    )
    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, error_messages={"invalid_choice": _("Choose one of these roles.")}
    )
    signs_in = forms.ChoiceField(
        label=_("How do they sign in there?"), choices=[choice for choice in SignsIn.choices if choice[0]],
        widget=forms.RadioSelect, help_text=_("Which profile it is, nobody asks, and never for its password"),
    )  # fmt: skip

    def __init__(self, *args: Any, platform: Platform, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = dict(roles_of(platform))
        names = [(name, _words(name, level)) for name, level in self.levels.items()]
        offer(self, "role", names)
        self.fields["role"].initial = names[0][0]

    def facts(self) -> dict[str, Any]:
        """What `roles.record` is told."""
        said = self.cleaned_data
        level = self.levels[said["role"]]
        return {"person": said["person"], "level": level, "called": said["role"], "signs_in": said["signs_in"]}


def _words(name: str, level: RoleLevel) -> str:
    return name if name == str(level.label) else f"{name} ({str(level.label).lower()})"
