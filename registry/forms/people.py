"""Choosing a person by typing: works without script; with it, the browser suggests from a list."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.forms.base import control_characters, nothing_hidden

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 400
#: A name, a title and an address, and no more: anything longer is nobody, and is not asked of the database.
LONGEST = 500


class PersonInput(forms.TextInput):
    """A line with suggestions. `suggestions` is given by the field."""

    template_name = "parts/person_input.html"
    suggestions: list[str]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.suggestions = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the list and its id."""
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        given["list"] = f"{given.get('id', name)}_list"
        return {**context, "suggestions": self.suggestions}


class PersonField(forms.CharField):
    """One person of `queryset` (rows with id, email, name, title): typed as an address, a name, or "Name, title".

    Gives the person, or None when left empty. Raises ValidationError: with near matches when nobody is called so, and
    with the addresses to choose from when several are. `initial` may be the person or the id. With `by_part`, words
    of a name are enough where no other has them: for asking, not for acts.
    """

    widget = PersonInput

    def __init__(self, queryset: QuerySet[Any], *, by_part: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset, self.by_part = queryset, by_part

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Any:
        """Hand the suggestions to the widget, unless there are too many to send."""
        people = list(self.queryset.order_by("name", "email")[: MOST + 1])
        self.widget.suggestions = [] if len(people) > MOST else _spelled(people)
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        """Show a person, or the id of one, as it would be typed; leave typed text as it is."""
        if not value or (isinstance(value, str) and not self._row(value)):
            return value
        return _spell(value if hasattr(value, "email") else self._row(value))

    def to_python(self, value: Any) -> Any:
        """Return the person the text names; raises ValidationError."""
        text = " ".join(str(super().to_python(value) or "").split())
        if not text:
            return None
        for check in (control_characters, nothing_hidden):
            check(text)
        if len(text) > LONGEST:
            raise ValidationError(_("That is longer than any name. Enter a name or an email address."), code="person")
        found = self._named(text)
        if len(found) == 1:
            return found[0]
        raise ValidationError(_several(found) if found else self._nobody(text), code="person")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as typed."""
        return bool((self.prepare_value(initial) or "") != (data or ""))

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the text is no text any longer, and a person needs no length."""

    def _named(self, text: str) -> list[Any]:
        address = text[text.rfind("<") + 1 : -1] if text.endswith(">") else text
        if "@" in address:
            return list(self.queryset.filter(email__iexact=address.strip())[:2])
        name = text.partition(",")[0].strip()
        people = [p for p in self.queryset.filter(name__iexact=name)[:20] if _matches(p, text)]
        people = people or list(self.queryset.filter(name__iexact=text)[:20])
        return people or (self._by_part(text) if self.by_part else [])

    def _by_part(self, text: str) -> list[Any]:
        """Those with these words, whole, in their names."""
        words = f" {text.casefold()} "
        some = self.queryset.filter(name__icontains=text).order_by("name", "email")[:MOST]
        return [person for person in some if words in f" {person.name.casefold()} "][:5]

    def _nobody(self, text: str) -> str:
        names = dict.fromkeys(self.queryset.values_list("name", flat=True)[:5000])
        near = difflib.get_close_matches(text.partition(",")[0].title(), list(names), n=3, cutoff=0.6)
        if not near:
            return _("We found nobody called “%(text)s”. Enter a name as in the staff list, or an email address.") % {
                "text": text
            }
        return _("We found nobody called “%(text)s”. Did you mean %(near)s?") % {"text": text, "near": ", ".join(near)}

    def _row(self, value: Any) -> Any:
        try:
            return self.queryset.filter(pk=value).first()
        except (ValueError, TypeError, ValidationError):
            return None


def _spell(person: Any) -> str:
    return f"{person.name}, {person.title}" if person.title else str(person.name)


def _spelled(people: list[Any]) -> list[str]:
    plain = [_spell(p) for p in people]
    return [f"{text} <{p.email}>" if plain.count(text) > 1 else text for text, p in zip(plain, people, strict=True)]


def _matches(person: Any, text: str) -> bool:
    return text.casefold() in {_spell(person).casefold(), str(person.name).casefold()}


def _several(people: list[Any]) -> str:
    shown = "; ".join(f"{_spell(p)} ({p.email})" for p in people)
    return _("More than one person is called so: %(people)s. Enter the email address.") % {"people": shown}
