"""A route as rows to fill in: an office, its step, its working days. An empty row is none."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import routes
from approvals.models import ROUTE_OFFICES, Route
from approvals.routes import BadRoute, Stop
from registry.forms import MooringForm

#: No more offices than there are; one row more than that shows that a row may stay empty.
ROWS = len(ROUTE_OFFICES) + 1
DAYS = 3


class RouteForm(MooringForm):
    """The offices of a route. Whether it makes sense is for `routes.check_route`, which speaks at the row."""

    marks_optional = False
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.base_fields = {**self.base_fields, **_rows()}  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    @classmethod
    def showing(cls, route: Route) -> "RouteForm":
        """The route as it stands."""
        stops = routes.stops_of(route)
        initial: dict[str, Any] = {"seen": routes.mark_of(stops)}
        for place, stop in enumerate(stops):
            initial |= {f"office_{place}": stop.office, f"step_{place}": stop.step, f"days_{place}": stop.days}
        return cls(initial=initial)

    @property
    def rows(self) -> list[dict[str, BoundField]]:
        """The rows of the page."""
        return [{name: self[f"{name}_{place}"] for name in ("office", "step", "days")} for place in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        """A row with an office has its step and days too."""
        data: dict[str, Any] = super().clean() or {}
        for place in self._places():
            for name in (f"step_{place}", f"days_{place}"):
                if name in data and data[name] is None:
                    self.add_error(name, _("Enter a number."))
        return data

    def _places(self) -> list[int]:
        return [place for place in range(ROWS) if self.cleaned_data.get(f"office_{place}")]

    def stops(self) -> list[Stop]:
        """The filled rows, in the order of the page."""
        data = self.cleaned_data
        return [Stop(data[f"step_{place}"], data[f"office_{place}"], data[f"days_{place}"]) for place in self._places()]

    def refuse(self, bad: BadRoute) -> None:
        """Say at the rows what is wrong with them."""
        filled = self._places()
        for place in bad.places:
            self.add_error(f"office_{filled[place] if place < len(filled) else 0}", bad.message)


def _rows() -> dict[str, forms.Field]:
    offices = [("", gettext_lazy("Nobody")), *((office.value, office.label) for office in ROUTE_OFFICES)]
    fields: dict[str, forms.Field] = {}
    for place in range(ROWS):
        fields[f"office_{place}"] = forms.CharField(
            label=_("Office"), required=False, max_length=24, widget=forms.Select(choices=offices)
        )
        fields[f"step_{place}"] = _number(_("Step"))
        fields[f"days_{place}"] = _number(_("Working days"))
    return fields


def _number(label: str) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=routes.MOST_DAYS,
        widget=forms.TextInput({"inputmode": "numeric", "width": "xs"}),
    )
    field.error_messages["invalid"] = _("Enter a number.")
    return field
