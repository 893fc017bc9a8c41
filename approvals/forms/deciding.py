"""Answering for an office, and taking a request back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import Answer
from registry.forms import MooringForm


class DecisionForm(MooringForm):
    """Approve, ask for changes, or decline; the last two with a reason. Carries the hash of the text that was read."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=Answer.choices,
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed unless you approve; whoever asked and the other offices read it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4, "optional": False}),
    )
    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, hints: dict[str, str] | None = None, without: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(value, label) for value, label in Answer.choices if value not in without]
        self.fields["answer"].widget = forms.RadioSelect(
            {"look": "boxed", "hints": hints or {}, "reasons": (Answer.CHANGES, Answer.NO)}, choices=offered
        )

    def clean(self) -> dict[str, Any]:
        """A reason is owed with everything but a yes."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") in (Answer.CHANGES, Answer.NO) and not data.get("note", "").strip():
            self.add_error("note", _("Say why: the person who asked will read it."))
        return data


class WithdrawForm(MooringForm):
    """Why a request is taken back; may be left out."""

    why = forms.CharField(
        label=gettext_lazy("Why are you withdrawing it?"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"width": "lg"}),
    )
