"""The form of an absence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.forms import DateBoxesField, MooringForm


class AwayForm(MooringForm):
    """From when until when somebody is out of office: today, unless told otherwise."""

    starts_on = DateBoxesField(label=_("First day away"))
    ends_on = DateBoxesField(label=_("Last day away"), help_text=_("The day before the return"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": clock.today(), "ends_on": clock.today()})
        super().__init__(*args, **kwargs)
