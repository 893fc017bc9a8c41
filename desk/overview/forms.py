"""Of which day the overview is asked, and what its lists are narrowed down to."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Campaign, HealthState, Platform
from desk.overview.day import FIRST, AsOf
from registry import clock
from registry.forms import MooringForm
from registry.people.models import Unit

YES_NO = [("yes", "yes"), ("no", "no")]
SHOWS = [("open", "open"), ("answered", "answered"), ("late", "late")]


class AsOfForm(MooringForm):
    """The day, sent by GET; today where none is said, or what was said makes no sense."""

    marks_optional = False
    as_of = forms.DateField(
        label=gettext_lazy("As of"), required=False, widget=forms.DateInput({"type": "date", "width": "sm"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"as_of": clock.today()})
        super().__init__(*args, **kwargs)

    def clean_as_of(self) -> date | None:
        """Raise ValidationError for a day that is still to come, or before all records."""
        day: date | None = self.cleaned_data["as_of"]
        if day and day > clock.today():
            raise ValidationError(_("That day is still to come. Enter today or a day that is over."))
        if day and day < FIRST:
            raise ValidationError(_("Enter a day since the year 2000."))
        return day

    @property
    def asked(self) -> AsOf:
        """The day that is meant."""
        self.is_valid()
        return AsOf(getattr(self, "cleaned_data", {}).get("as_of") or clock.today())


class NarrowForm(AsOfForm):
    """What a list is narrowed down to, by its address. A value that makes no sense narrows nothing."""

    unit = forms.ModelChoiceField(Unit.objects.all(), required=False)
    own = forms.BooleanField(required=False)
    platform = forms.ModelChoiceField(Platform.objects.all(), to_field_name="slug", required=False)
    health = forms.MultipleChoiceField(choices=HealthState.choices, required=False)
    verified = forms.ChoiceField(choices=YES_NO, required=False)
    attested = forms.ChoiceField(choices=YES_NO, required=False)
    proven = forms.ChoiceField(choices=YES_NO, required=False)
    late = forms.BooleanField(required=False)
    show = forms.ChoiceField(choices=SHOWS, required=False)
    campaign = forms.ModelChoiceField(Campaign.objects.all(), to_field_name="uuid", required=False)
    person = forms.CharField(required=False, max_length=36)
    year = forms.IntegerField(required=False, min_value=FIRST.year, max_value=9000)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    @property
    def chosen(self) -> dict[str, Any]:
        """What makes sense of it, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "as_of"}
