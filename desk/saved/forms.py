"""What a view is called, and who finds it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.models import SavedView
from desk.rules.saved import units_to_share_with
from registry.forms import MooringForm, offer
from registry.people.models import Unit, User

OWN, EVERYBODY = "me", "everybody"


class ViewForm(MooringForm):
    """Asks who finds it only where there is a choice."""

    name = forms.CharField(
        label=_("Name of the view"), max_length=40, help_text=_("Like “Winter teams at risk”"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Who finds it?"), widget=forms.RadioSelect,
        help_text=_("It shows everybody only what they may see anyway"),
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, view: SavedView | None = None, **kwargs: Any) -> None:
        self.units = {_key(unit): unit for unit in units_to_share_with(user)}
        begun = {"name": view.name, "audience": _key(view.unit) if view.shared else OWN} if view else {"audience": OWN}
        super().__init__(*args, initial=begun, **kwargs)
        choices = [(key, unit.name if unit else _("Everybody")) for key, unit in self.units.items()]
        offer(self, "audience", [(OWN, _("Only you")), *choices])
        if not self.units:
            del self.fields["audience"]

    @property
    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        who = self.cleaned_data.get("audience", OWN)
        return {"name": self.cleaned_data["name"], "shared": who != OWN, "unit": self.units.get(who)}


def _key(unit: Unit | None) -> str:
    return f"unit-{unit.pk}" if unit else EVERYBODY
