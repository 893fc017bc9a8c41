"""What is asked for, and what goes out of each text."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from desk.models import Look
from desk.records.cells import Text
from desk.records.covering import check_only_covers
from registry.forms import DateBoxesField, MooringForm, check_order
from registry.people.forms import UnitField
from registry.people.refusal import Refused

#: Texts on one page: as many as somebody looks at with care.
ON_A_PAGE = 20
#: Letters of a text; a check and no more, as nobody writes it here: a count of what is left would say nothing.
LONGEST = 20_000


class BeginForm(MooringForm):
    """Which records somebody asks for."""

    subject = forms.CharField(
        label=_("What is asked for?"), max_length=120,
        help_text=_("Like “Request of Nov 12, about Nordic ski accounts”. Not who asks: nobody need say"),
    )  # fmt: skip
    numbers = forms.CharField(
        label=_("Numbers of accounts and requests"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 2}), help_text=_("Like A-0037, R-0412. An account brings its requests along"),
    )  # fmt: skip
    unit = UnitField(
        label=_("Or all of a school or department"),
        required=False,
        help_text=_("With all below it; leave the numbers empty"),
    )
    since = DateBoxesField(label=_("From"), required=False)
    until = DateBoxesField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Something is chosen, and the end is not before the beginning."""
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(name) for name in ("numbers", "unit", "since", "until")) and not self.errors:
            self.add_error("numbers", _("Enter numbers, or choose a school or department or a period."))
        check_order(self, "since", "until")
        return data


class LookForm(MooringForm):
    """One page of texts: a tick for each that was looked at and may go, with parts covered."""

    marks_optional = False

    def __init__(self, sent: Any, texts: Sequence[Text], known: dict[str, Look]) -> None:
        super().__init__(sent)
        self.texts = list(texts)
        for nth, text in enumerate(self.texts):
            look = known.get(text.key)
            area = forms.CharField(
                label=text.called, required=False, validators=[MaxLengthValidator(LONGEST)], strip=False,
                initial=look.text if look and look.goes else text.words, widget=forms.Textarea({"rows": 3}),
            )  # fmt: skip
            tick = forms.BooleanField(
                label=_("I have looked at it, and it may go out"), required=False, initial=bool(look and look.goes)
            )
            self.add_field(f"text_{nth}", area)
            self.add_field(f"goes_{nth}", tick)

    def pairs(self) -> list[tuple[Text, Any, Any]]:
        """Each text with its two fields, as a page shows them."""
        return [(text, self[f"text_{nth}"], self[f"goes_{nth}"]) for nth, text in enumerate(self.texts)]

    def said(self) -> dict[Text, str | None]:
        """What goes out of each text; None for what stays."""
        data = self.cleaned_data
        return {text: data[f"text_{nth}"] if data[f"goes_{nth}"] else None for nth, text in enumerate(self.texts)}

    def clean(self) -> dict[str, Any]:
        """Nothing but covers in what was typed; said at the text itself."""
        data: dict[str, Any] = super().clean() or {}
        for nth, text in enumerate(self.texts):
            if data.get(f"goes_{nth}"):
                try:
                    check_only_covers(text.words, str(data.get(f"text_{nth}") or ""))
                except Refused as refused:
                    self.add_error(f"text_{nth}", str(refused))
        return data
