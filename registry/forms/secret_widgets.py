"""How secrets are typed: never drawn with their value, nor kept or corrected by the browser (invariant 5)."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.forms.dates import DateBoxes


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
