"""What was typed into a draft and could not be taken yet: kept as text, and shown again with what is wrong.

Only while something is wrong. No answer is longer than its field, and a student's name is not kept (invariant 9).
"""

from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict

from approvals.models import Request
from approvals.students import NAMED

if TYPE_CHECKING:
    from approvals.forms.draft import DraftForm

#: As long as an answer may be whose field names no length: a choice, a part of a date.
LONGEST = 300
#: So many values a part of the form can have.
MOST_VALUES = 5

#: Names of what a form sent, each with its values.
Typed = dict[str, list[str]]


def kept(form: "DraftForm") -> Typed:
    """All that was typed, if a line of it was not understood; nothing otherwise."""
    if not any(_is_wrong(form, name) for name in form.errors):
        return {}
    sent = {name: form.data.getlist(name) for name in form.data if _field_of(form, name)}  # type: ignore[attr-defined]
    return {name: [_cut(form, name, value) for value in values[:MOST_VALUES]] for name, values in sent.items()}


def as_sent(request: Request) -> QueryDict | None:
    """What is kept, as the form would send it; None where every answer was understood."""
    if not request.typed:
        return None
    sent = QueryDict(mutable=True)
    for name, values in request.typed.items():
        sent.setlist(name, values)
    return sent


def _is_wrong(form: "DraftForm", name: str) -> bool:
    """Whether a line holds something that is wrong; an empty one only waits, a student's name is not kept."""
    if name not in form.fields or form.has_error(name, NAMED):
        return False
    return any(form.data.get(key) for key in form.data if _field_of(form, key) == name)


def _field_of(form: "DraftForm", key: str) -> str:
    """The field that a name in the form's data belongs to: a date is sent in parts."""
    if key in form.fields:
        return key
    name = key.rpartition("_")[0]
    return name if name in form.fields and isinstance(form.fields[name], forms.MultiValueField) else ""


def _cut(form: "DraftForm", key: str, value: str) -> str:
    name = _field_of(form, key)
    if form.has_error(name, NAMED):
        return ""
    longest = getattr(form.fields[name], "max_length", None) or LONGEST
    plain = "".join(letter for letter in value.replace("\r\n", "\n") if letter.isprintable() or letter in "\n\t")
    return plain[:longest]
