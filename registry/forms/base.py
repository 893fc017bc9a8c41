"""The base of every form: kind words for what is missing, and nothing in a text that does not show."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms.secrets import SecretField

_ALLOWED = frozenset("\n\r\t")
_LINE_BREAKS = frozenset("\n\r\u2028\u2029")
#: Letters that show nothing though Unicode calls them letters or marks; what only turns or joins others is Cf.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
_EMAIL = gettext_lazy("Enter an email address in full, like name@school.example.")


def control_characters(text: object) -> None:
    """Refuse text with control characters (NUL would stop PostgreSQL); raises ValidationError."""
    if isinstance(text, str) and any(unicodedata.category(c) == "Cc" and c not in _ALLOWED for c in text):
        raise ValidationError(
            _("Remove the characters that cannot be seen. Typing the text again helps."), code="control"
        )


def one_line(text: object) -> None:
    """Refuse what a line cannot have: a break, which would begin a paragraph of its own in a letter; raises
    ValidationError.
    """
    if isinstance(text, str) and not _LINE_BREAKS.isdisjoint(text):
        raise ValidationError(_("Write this on one line, without a line break."), code="line")


def nothing_hidden(text: object) -> None:
    """Refuse characters that show nothing or turn the text around, by which one name passes for another; raises
    ValidationError.
    """
    if isinstance(text, str) and any(unicodedata.category(c) == "Cf" or c in _BLANK for c in text):
        raise ValidationError(
            _("Remove the characters that cannot be seen. Typing the text again helps."), code="hidden"
        )


class Plain:
    """What our forms have in common. No `required` in the HTML: the page says what is optional, the server checks.

    A form in which everything is optional, such as a search, says `marks_optional = False`.
    """

    marks_optional = True
    #: Fields for something found elsewhere, in which hidden characters are looked for and said (a handle).
    may_hide: frozenset[str] = frozenset()
    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self.add_field(name, field)

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that depends on what the form is about, such as a row of a list; it speaks as the others do."""
        _speak_kindly(field)
        if isinstance(field, forms.CharField) and not isinstance(field, SecretField):
            _refuse_what_does_not_show(field, may_hide=name in self.may_hide)
        self.fields[name] = field


class MooringForm(Plain, forms.Form):
    """A form of ours."""


class MooringModelForm(Plain, forms.ModelForm):  # type: ignore[type-arg]
    """A form of ours on a model."""


def _speak_kindly(field: forms.Field) -> None:
    said = field.error_messages
    if said.get("required") == forms.Field.default_error_messages["required"]:
        said["required"] = _missing(field) % {"label": field.label} if field.label else said["required"]
    if isinstance(field, forms.EmailField):
        for validator in field.validators:
            if hasattr(validator, "domain_regex"):
                said["invalid"] = _EMAIL


def _missing(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s” to go on.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose an answer for “%(label)s”.")
    return _("Fill in “%(label)s”.")


def _refuse_what_does_not_show(field: forms.CharField, *, may_hide: bool) -> None:
    kept = [v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator)]
    line = [] if isinstance(field.widget, forms.Textarea) else [one_line, *([] if may_hide else [nothing_hidden])]
    field.validators = [control_characters, *line, *kept]
