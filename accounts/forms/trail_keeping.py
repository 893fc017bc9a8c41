"""How long entries of the trail are kept, what holds them, and under whose authority they go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import HoldWhy
from registry import clock
from registry.audit.filters import kinds
from registry.audit.models import Schedule
from registry.audit.retention import in_force
from registry.forms import DateBoxesField, MooringForm, offer_rows
from registry.people.forms.units import UnitField


class ScheduleForm(MooringForm):
    """Which entries, for how many years, by which authority, from which day."""

    kind = forms.ChoiceField(label=_("Which entries?"), required=False, choices=kinds)
    years = forms.IntegerField(
        label=_("Years kept"), help_text=_("Counted from the day an entry was written"), min_value=-999, max_value=999
    )
    authority = forms.CharField(
        label=_("Authority"), max_length=300, help_text=_("Like “General Records Retention Schedule, item ADM 04200”")
    )
    starts_on = DateBoxesField(label=_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": clock.today(), "years": 7})
        super().__init__(*args, **kwargs)


class TrailHoldForm(MooringForm):
    """What must be kept, and why."""

    unit = UnitField(
        label=_("Unit"), required=False, empty_label=_("All units"), help_text=_("With all that is under it")
    )
    since = DateBoxesField(label=_("First day"), required=False, help_text=_("Leave empty for all there is before"))
    until = DateBoxesField(label=_("Last day"), required=False, help_text=_("Leave empty for all that is to come"))
    why = forms.ChoiceField(label=_("Why must they be kept?"), choices=HoldWhy.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Which matter is it?"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("A file number is enough. Superintendent and Communications read it, and nobody else"),
    )  # fmt: skip
    everything = forms.BooleanField(label=_("Hold every entry of the whole district"), required=False)

    def clean(self) -> dict[str, Any]:
        """Asks once more where neither a unit nor a day is said: that holds everything; and where both are."""
        data: dict[str, Any] = super().clean() or {}
        sure = data.pop("everything", False)
        narrower = any(data.get(name) for name in ("unit", "since", "until"))
        if not (self.errors or sure or narrower):
            words = _("This would hold all entries of the district. Choose a unit or days, or tick this box.")
            self.add_error("everything", words)
        elif sure and narrower:
            words = _("Untick this box to hold a part, or take the unit and the days out to hold everything.")
            self.add_error("everything", words)
        return data


class ScheduleField(forms.ModelChoiceField[Schedule]):
    """A schedule by its number and authority."""

    def label_from_instance(self, obj: Schedule) -> str:
        return f"{obj.number}: {obj.authority}"


class DisposalForm(MooringForm):
    """Under which schedule and authority old entries go."""

    schedule = ScheduleField(label=_("Schedule"), queryset=Schedule.objects.none(), empty_label=None)
    authority = forms.CharField(
        label=_("Authority"), max_length=300,
        help_text=_("Who or what allows it, like the item of the records schedule, or the board’s resolution"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "schedule", Schedule.objects.filter(pk__in=[row.pk for row in in_force().values()]))
