"""Answering for an office, for the whole request or for each item, on conditions; and taking a request back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms import conditions
from approvals.items import name
from approvals.models import Answer, Item
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
        self,
        *args: Any,
        hints: dict[str, str] | None = None,
        without: tuple[str, ...] = (),
        items: Sequence[Item] = (),
        opens_account: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            for key, field in _fields_of(item).items():
                self.add_field(key, field)
        for number in conditions.ROWS:
            for key, field in conditions.fields_of(number, opens_account=opens_account).items():
                self.add_field(key, field)
        offered = [(value, label) for value, label in Answer.choices if value not in without]
        self.fields["answer"].widget = forms.RadioSelect(
            {"look": "boxed", "hints": hints or {}, "reasons": (Answer.CHANGES, Answer.NO)}, choices=offered
        )

    def clean(self) -> dict[str, Any]:
        """A reason is owed with everything but a yes."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") in (Answer.CHANGES, Answer.NO) and not data.get("note", "").strip():
            self.add_error("note", _("Say why: the person who asked will read it."))
        if data.get("answer") == Answer.YES:
            self._clean_items(data)
            conditions.clean_rows(self, data)
        return data

    def _clean_items(self, data: dict[str, Any]) -> None:
        """With a yes, each item has its own answer, a no its own reason, and something is approved (E1.15)."""
        for item in self.items:
            answer = data.get(f"item_{item.pk}")
            if not answer and f"item_{item.pk}" not in self.errors:
                self.add_error(f"item_{item.pk}", _("Choose whether you approve %(item)s.") % {"item": name(item)})
            if answer == "no" and not data.get(f"why_{item.pk}", "").strip():
                self.add_error(f"why_{item.pk}", _("Say why not: the person who asked will read it."))
        if self.items and {data.get(f"item_{item.pk}") for item in self.items} == {"no"}:
            self.add_error("answer", _("Approve at least one of them, or decline the request with your reason."))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The items with their answer and their reason, for the page."""
        return [{"answer": self[f"item_{item.pk}"], "why": self[f"why_{item.pk}"]} for item in self.items]

    @property
    def condition_rows(self) -> list[dict[str, Any]]:
        """The rows for conditions: text, date, and whether it must be met before the account goes live."""
        names = [f"condition_{number}" for number in conditions.ROWS]
        parts = {"text": "", "due": "_due", "live": "_live"}
        return [
            {part: self[f"{name}{end}"] for part, end in parts.items() if f"{name}{end}" in self.fields}
            for name in names
        ]

    @property
    def states_conditions(self) -> bool:
        """Whether a row for conditions was filled in, or is wrong: then the page shows them opened."""
        return self.is_bound and any(
            self[f"condition_{n}"].data or self[f"condition_{n}_due"].errors for n in conditions.ROWS
        )

    def given(self) -> dict[str, Any]:
        """What was decided, as `actions.decide` takes it."""
        said = {key: self.cleaned_data[key] for key in ("answer", "note", "seen_hash")}
        return {**said, **self.of_items(), "conditions": conditions.stated(self.cleaned_data)}

    def of_items(self) -> dict[str, Any]:
        """What was answered for the items, as `actions.decide` takes it."""
        answers = {item.pk: self.cleaned_data.get(f"item_{item.pk}") for item in self.items}
        reasons = {item.pk: self.cleaned_data.get(f"why_{item.pk}", "") for item in self.items}
        given = {pk: answer == "yes" for pk, answer in answers.items() if answer}
        return {"item_answers": given, "item_notes": reasons}


def _fields_of(item: Item) -> dict[str, forms.Field]:
    choices = (("yes", _("Approve")), ("no", _("Not this one")))
    return {
        f"item_{item.pk}": forms.ChoiceField(
            label=name(item),
            required=False,
            choices=choices,
            widget=forms.RadioSelect({"look": "inline", "optional": False}, choices=choices),
        ),
        f"why_{item.pk}": forms.CharField(
            label=_("Why not %(item)s?") % {"item": name(item)},
            required=False,
            max_length=300,
            widget=forms.TextInput({"optional": False}),
        ),
    }


class WithdrawForm(MooringForm):
    """Why a request is taken back; may be left out."""

    why = forms.CharField(
        label=gettext_lazy("Why are you withdrawing it?"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"width": "lg"}),
    )
