"""In which form a copy of the trail is wanted, and of which month."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

FORMS = [
    ("list", _("A list (CSV), for any spreadsheet and any number of entries")),
    ("workbook", _("A workbook (XLSX), up to 1,048,575 entries; it is made before it is sent, which takes its time")),
    ("lines", _("Lines of JSON, every entry whole, for another system")),
]


class Choosing(forms.Form):
    """Says what to ask the file for; what stands in the address is chosen already."""

    use_required_attribute = False
    marks_optional = False

    def __init__(self, asked: Mapping[str, Any], months: Iterable[date]) -> None:
        chosen = asked.get("as") if asked.get("as") in dict(FORMS) else "list"
        super().__init__(initial={"as": chosen, "month": asked.get("month", "")})
        self.fields["as"] = forms.ChoiceField(label=_("As what?"), choices=FORMS, widget=forms.RadioSelect)
        of = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]
        if of:
            every = [("", _("All of them, in one file")), *of]
            self.fields["month"] = forms.ChoiceField(label=_("Of which month?"), required=False, choices=every)
