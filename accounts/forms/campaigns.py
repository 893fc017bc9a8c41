"""Opening a campaign: what about, where, by when."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import CampaignKind, Custody, Season
from accounts.rules.campaigns import check_due, units_to_open
from accounts.rules.due_accounts import asked_of, due_accounts
from registry import clock
from registry.forms import DateBoxesField, MooringForm
from registry.people.models import Unit, User
from registry.people.refusal import Refused


@dataclass(frozen=True)
class Preview:
    """Who would be asked about how many accounts; ``token`` says what was looked at."""

    rows: list[Custody]
    token: str
    people: dict[str, int] = field(default_factory=dict)


class CampaignForm(MooringForm):
    """Which accounts are asked about, and by when an answer is due."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("Like “End of winter season 2026-27”"))
    kind = forms.ChoiceField(label=_("Why?"), choices=CampaignKind.choices, widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("School or department"), help_text=_("With everything under it"),
        empty_label=_("Choose one"),
    )  # fmt: skip
    season = forms.ModelChoiceField(
        Season.objects.none(), label=_("Which season?"), required=False,
        help_text=_("Only where you ask for a season"), empty_label=_("None: every official account"),
    )  # fmt: skip
    class_year = forms.IntegerField(
        label=_("Which class?"), required=False, min_value=2003, max_value=2199,
        help_text=_("Only where a class graduates: the year, like 2027"),
        widget=forms.TextInput({"width": "md", "inputmode": "numeric"}),
    )  # fmt: skip
    due_on = DateBoxesField(label=_("By which day?"), help_text=_("An answer is late after it"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = units_to_open(user)
        if len(units.queryset) == 1:
            units.initial = units.queryset[0]
        seasons: Any = self.fields["season"]
        seasons.queryset = Season.objects.filter(removed_at=None).order_by("-starts_on")
        for name in ("season", "class_year"):
            self.fields[name].widget.attrs["optional"] = False

    def clean(self) -> dict[str, Any]:
        """What does not go with the kind is left out; what it needs is there."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") != CampaignKind.SEASON:
            data["season"] = None
        if data.get("kind") != CampaignKind.GRADUATION:
            data["class_year"] = None
        elif "class_year" in data and not self._can_be(data["class_year"]):
            self.add_error("class_year", _now("Enter the year in which they graduate, like 2027."))
        if data.get("due_on"):
            try:
                check_due(data["due_on"])
            except Refused as refused:
                self.add_error("due_on", str(refused))
        return data

    def _can_be(self, class_year: int | None) -> bool:
        return class_year is not None and abs(class_year - clock.today().year) <= 2

    def preview(self) -> Preview:
        """Who would be asked, by what the form says now."""
        data = self.cleaned_data
        what = {name: data[name] for name in ("kind", "unit", "season", "class_year")}
        rows = asked_of(due_accounts(**what, due_on=data["due_on"]))
        people: dict[str, int] = {}
        for row in rows:
            people[row.custodian.name] = people.get(row.custodian.name, 0) + 1
        token = "-".join(str(getattr(part, "pk", part)) for part in (*what.values(), len(rows)))
        return Preview(rows, token, dict(sorted(people.items())))
