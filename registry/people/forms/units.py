"""Choosing a unit."""

from typing import Any

from django import forms

from registry.people.models import Unit


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit, shown with its place in the tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.order_by("path"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Indented by how deep it lies."""
        return f"{'– ' * obj.depth}{obj.name}"
