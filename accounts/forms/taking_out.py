"""Why something is no longer in use, and with which address an account is signed up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import MooringForm


class TakeOutForm(MooringForm):
    """Why it is no longer in use."""

    why = forms.CharField(
        label=_("Why is it no longer in use?"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("The custodian and Communications read it. Never write a code or password here"),
    )  # fmt: skip


class SignUpForm(MooringForm):
    """The new address, whether one signs in with it, and that it is so on the platform."""

    address = forms.EmailField(
        label=_("New sign-up address"), widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=_("A shared mailbox of the district, like social@ followed by its domain"),
    )  # fmt: skip
    signs_in = forms.ChoiceField(
        label=_("How does one sign in?"), widget=forms.RadioSelect,
        choices=[("address", _("With this address")), ("name", _("With a user name or another address"))],
        error_messages={"invalid_choice": _("Choose how one signs in.")},
    )  # fmt: skip
    done = forms.BooleanField(
        label=_("I changed it on the platform, and the platform’s mail arrived in the new mailbox"),
        error_messages={"required": _("Change it on the platform first, then confirm it here.")},
    )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """What `signing_up.change_sign_up` is told."""
        return {"address": self.cleaned_data["address"], "signs_in": self.cleaned_data["signs_in"] == "address"}
