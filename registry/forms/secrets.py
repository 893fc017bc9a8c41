"""Fields for secrets: taken as typed, never given back to the page (invariant 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy

from registry.forms.secret_widgets import SecretInput

_no_nul = ProhibitNullCharactersValidator(
    message=gettext_lazy("It has characters that cannot be stored. Type it by hand, or copy it again.")
)


class SecretField(forms.CharField):
    """A secret: not stripped, not cut off, not drawn again. Widgets: SecretInput (default) or SecretText.

    Pass `widget=SecretInput({"autocomplete": "new-password"})` for the password of an account, so that the browser
    does not fill in the person's own.
    """

    widget = SecretInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = [
            _no_nul if isinstance(one, ProhibitNullCharactersValidator) else one for one in self.validators
        ]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Any:
        """Drop any initial value: a secret is never shown before it is asked for."""
        self.initial = None
        return super().get_bound_field(form, field_name)
