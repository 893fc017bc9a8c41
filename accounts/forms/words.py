"""Forms with words that are kept: no student is named in them (invariant 9)."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules.students import check_no_student, reads_like_a_name
from registry.forms import MooringForm
from registry.people.refusal import Refused


class WordsForm(MooringForm):
    """Asks, once something in `WORDS` reads like a name, whether it is a student's; what was typed is kept."""

    WORDS: ClassVar[tuple[str, ...]] = ("why",)

    sure = forms.BooleanField(label=_("What I wrote is not a student’s name"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sure = self.fields.pop("sure")
        if any(reads_like_a_name(str(self.data.get(self.add_prefix(name)) or "")) for name in self.WORDS):
            self.fields["sure"] = sure

    def clean(self) -> dict[str, Any]:
        """Each sentence stands at its field."""
        data: dict[str, Any] = super().clean() or {}
        for name in self.WORDS:
            try:
                check_no_student(str(data.get(name) or ""), name, sure=bool(data.get("sure")))
            except Refused as refused:
                self.add_error(name, str(refused))
        return data


class SayWhyForm(WordsForm):
    """Why an offer or a handoff is taken back."""

    why = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("The people concerned read it"),
    )  # fmt: skip
