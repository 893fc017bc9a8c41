"""How one field is drawn: label, "(optional)", hint, error with an id, and the control that points at them.

Settings of a field live in its widget's attrs and never reach the page: `look` ("plain", "boxed", "cards", "inline")
for radio buttons and boxes, `hints`, `marks` and `counts` (by value) for their options, `reasons` (values that need a
reason), `first` and `more` (so many options before the
others, which open under that word), `affix` ("@"), `width` ("xs" to "lg"), `optional` (False hides "(optional)").
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template.exceptions import TemplateDoesNotExist

if TYPE_CHECKING:
    from collections.abc import Iterator


LONGEST_SHOWN = 5_000
OURS = ("look", "hints", "marks", "counts", "reasons", "first", "more", "affix", "width", "optional")
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.MultiWidget, "boxes"),
)


class MooringBoundField(BoundField):
    """A field on a page: what parts/field.html asks it."""

    @property
    def data(self) -> Any:
        """Return what was sent; browsers send each line break of a longer text as two characters, we keep one."""
        sent = super().data
        return sent.replace("\r\n", "\n") if self.kind == "textarea" and isinstance(sent, str) else sent

    def value(self) -> Any:
        """Return what to draw; a line longer than anybody types is not sent back, a text is never cut."""
        value = super().value()
        return value[:LONGEST_SHOWN] if isinstance(value, str) and self.kind != "textarea" else value

    @cached_property
    def kind(self) -> str:
        """Return how it is drawn: choices, checkbox, select, textarea, boxes or input."""
        return next((name for widget, name in _KINDS if isinstance(self.field.widget, widget)), "input")

    @property
    def ours(self) -> dict[str, Any]:
        """Return the field's settings that are for the part alone."""
        return {name: self.field.widget.attrs.get(name) for name in OURS}

    @property
    def peek(self) -> bool:
        """Say whether a button stands beside the dots that shows what is typed."""
        return bool(self.field.widget.attrs.get("data-peek"))

    @property
    def is_optional(self) -> bool:
        """Say whether "(optional)" stands beside the label (never at a single box to tick)."""
        said = getattr(self.form, "marks_optional", True) and self.ours["optional"] is not False
        return said and not self.field.required and self.kind != "checkbox"

    @property
    def count_id(self) -> str:
        """Return the id of the character count, where there is one."""
        return f"{self.auto_id}_count" if self.limit else ""

    @property
    def limit(self) -> int | None:
        """Return how many characters a longer text may have; shown, and checked on the server only."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def aria_describedby(self) -> str | None:
        """Name hint, error and count, in this order."""
        named = super().aria_describedby
        return named if named is None else f"{named} {self.count_id}".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add our class; leave out what is only for the part, and what would stop a form from being sent."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.update({name: False for name in OURS if name in widget.attrs})
        built.update(required=False, maxlength=False)
        if widget.attrs.get("placeholder") == self.label:
            built["placeholder"] = False  # the label says it, and stays when one types
        if widget.attrs.get("autocomplete") == "one-time-code":
            built.update(inputmode="numeric", spellcheck="false", placeholder=False)
        if self.limit:
            built["data-max"] = str(self.limit)
        if self.kind in {"input", "select", "textarea"} and not widget.is_hidden:
            built["class"] = " ".join(filter(None, [self.kind, self._width(), widget.attrs.get("class")]))
        return built

    def options(self) -> Iterator[dict[str, Any]]:
        """Yield the radio buttons or boxes: id, name, value, label, checked, hint, mark, count, reason."""
        settings = self.ours
        hints, marks, counts = settings["hints"] or {}, settings["marks"] or {}, settings["counts"]
        for option in self.subwidgets:
            value = str(option.data["value"])
            yield {
                **option.data,
                "id": option.id_for_label,
                "hint": hints.get(value, ""),
                "mark": marks.get(value, ""),
                "count": None if not counts else counts.get(value, 0),
                "checked": bool(option.data["selected"]),
                "reason": value in (settings["reasons"] or ()),
            }

    def first_options(self) -> list[dict[str, Any]]:
        """Return the options that are shown at once: all, unless the field says how many."""
        return list(self.options())[: self.ours["first"]]

    def more_options(self) -> list[dict[str, Any]]:
        """Return the options behind the others."""
        return list(self.options())[self.ours["first"] :] if self.ours["first"] else []

    @property
    def more_open(self) -> bool:
        """Say whether one behind the others is chosen, so that it must be seen."""
        return any(option["checked"] for option in self.more_options())

    def boxes(self) -> list[dict[str, Any]]:
        """Return the parts of a field made of several (a date): label, id, name, value."""
        widget = self.field.widget
        context = widget.get_context(self.html_name, self.value(), {"id": self.auto_id})
        labels = getattr(widget, "labels", ())
        return [{**part, "label": label} for part, label in zip(context["widget"]["subwidgets"], labels, strict=True)]

    def _width(self) -> str:
        width = self.ours["width"] or ("sm" if self.field.widget.attrs.get("autocomplete") == "one-time-code" else "")
        return f"w-{width}" if width and self.kind != "select" else ""


class Renderer(TemplatesSetting):
    """Draws forms with the project's templates, and Django's own widgets with Django's."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"
    bound_field_class = MooringBoundField

    def get_template(self, template_name: str) -> Any:
        """Return the template of this name; raises TemplateDoesNotExist."""
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return DjangoTemplates().get_template(template_name)
