"""A date as three boxes (month, day, year), each with its label: no picker, nothing to guess."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Days after it could not be reckoned from: there is no next one, and no midnight of it in every zone.
LAST_YEAR = 9998


class DateBoxes(forms.MultiWidget):
    """Three boxes named `…_month`, `…_day`, `…_year`; parts/boxes.html draws them."""

    labels = (gettext_lazy("Month"), gettext_lazy("Day"), gettext_lazy("Year"))
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput({"inputmode": "numeric"}) for part in ("month", "day", "year")
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Take a date apart."""
        return [value.month, value.day, value.year] if isinstance(value, date) else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        """Point at the first box."""
        return f"{id_}_0" if id_ else id_


class DateBoxesField(forms.MultiValueField):
    """A date in three boxes; says in words what is missing or impossible. Gives a `date`, or None when left empty."""

    widget = DateBoxes

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the date; raises ValidationError."""
        texts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(texts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        when = _the_date(*texts)
        self.run_validators(when)
        return when

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the boxes as they would be drawn."""
        before = [str(part or "") for part in DateBoxes().decompress(initial)]
        return before != [str(part or "").strip() for part in (data or ["", "", ""])]


def check_order(form: forms.BaseForm, first: str, last: str) -> None:
    """Say at the field `last` that it is before `first`, where both make sense."""
    begins, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begins and ends and ends < begins:
        form.add_error(last, _("The last day comes before the first. Enter a later last day."))


def _the_date(month: str, day: str, year: str) -> date:
    named = {_("month"): month, _("day"): day, _("year"): year}
    missing = [name for name, text in named.items() if not text]
    if missing:
        raise ValidationError(_("Enter the %(part)s too.") % {"part": ", ".join(missing)}, code="incomplete")
    if not (_is_up_to(12, month) and _is_up_to(31, day)):
        raise ValidationError(_("Enter a real date, like 2 20 2027."), code="invalid")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise ValidationError(_("Enter the year with four digits, like 2027."), code="year")
    if int(year) > LAST_YEAR:
        raise ValidationError(_("Look at the year again: %(year)s is too far away.") % {"year": year}, code="year")
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        raise ValidationError(_("Enter a real date, like 2 20 2027."), code="invalid") from None


def _is_up_to(most: int, text: str) -> bool:
    return text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most
