"""Taking part in the discussion, and writing on the private line."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms import MooringForm, offer_rows
from registry.people.models import User


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Boxes to tick, one for each person who can see the request: nobody else is offered, or taken."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The name, and what the person is."""
        return f"{obj.name}, {obj.title}" if obj.title else str(obj.name)

    def clean(self, value: Any) -> Any:
        """The people; one sentence for whatever else was sent, whether it exists or not."""
        try:
            return super().clean(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                _("Choose people from the list: others cannot see this request."), code="invalid_choice"
            ) from None


class CommentForm(MooringForm):
    """One line of the discussion, and whom it is meant for in particular."""

    text = forms.CharField(
        label=gettext_lazy("Add to the discussion"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
    tell = PeopleField(
        User.objects.none(),
        label=gettext_lazy("Who gets a letter"),
        required=False,
        help_text=gettext_lazy("They are named below your words; only people who can see the request are listed"),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "tell", people)

    @property
    def chosen(self) -> Iterable[str]:
        """Who is ticked, so that the list stays open after a mistake."""
        return self.data.getlist("tell") if self.is_bound else ()  # type: ignore[attr-defined]


class PrivateForm(MooringForm):
    """One line between the deciding offices."""

    text = forms.CharField(
        label=gettext_lazy("Write to the other offices"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
