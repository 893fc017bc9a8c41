"""Fields for secrets: taken as typed, never given back to the page (invariant 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy

from registry.forms.dates import DateBoxes

_no_nul = ProhibitNullCharactersValidator(
    message=gettext_lazy("It has characters that cannot be stored. Type it by hand, or copy it again.")
)


class SecretInput(forms.PasswordInput):
    """One line that is never drawn with its value; the browser is asked not to keep or correct it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        quiet = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
        super().__init__({**quiet, **(attrs or {})}, render_value=False)


class SecretLine(forms.TextInput):
    """One line that is seen while it is typed, such as a phone, and never drawn with its value afterwards."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        quiet = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
        super().__init__({**quiet, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Leave the value out."""
        return super().get_context(name, None, attrs)


class SecretDate(DateBoxes):
    """The three boxes of a date, never drawn with what was typed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Leave the values out."""
        return super().get_context(name, None, attrs)


class SecretText(forms.Textarea):
    """Several lines (backup codes, notes) that are never drawn with their value."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        quiet = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "rows": 4}
        super().__init__({**quiet, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Leave the value out."""
        return super().get_context(name, None, attrs)


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
