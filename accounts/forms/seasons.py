"""The district's seasons and graduation days, and the seasons of one group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, SeasonCode
from accounts.models.season import school_year_label
from accounts.rules.own_seasons import Which, choices, seasons_of
from accounts.rules.seasons import school_years
from registry.forms import DateBoxesField, MooringForm, offer


class DaysForm(MooringForm):
    """First and last day of a season."""

    starts_on = DateBoxesField(label=_("First day"), help_text=_("Like 8 17 2026"))
    ends_on = DateBoxesField(label=_("Last day"), help_text=_("Accounts of its groups rest from the day after"))


class SeasonForm(DaysForm):
    """A season of one school year."""

    code = forms.ChoiceField(label=_("Season"), choices=SeasonCode.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"), max_length=40, required=False, help_text=_("Only for another one, like Summer camp")
    )
    school_year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    field_order = ("code", "name", "school_year", "starts_on", "ends_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "school_year", [(year, school_year_label(year)) for year in school_years()])


class GraduationForm(MooringForm):
    """The day of one class."""

    class_year = forms.IntegerField(
        label=_("Class of"), help_text=_("The year in which it graduates, like 2027"),
        widget=forms.TextInput({"width": "md", "inputmode": "numeric"}),
        error_messages={"invalid": _("Enter the year with four digits, like 2027.")},
    )  # fmt: skip
    on = DateBoxesField(label=_("Graduates on"), help_text=_("From this day on, its students must not know a login"))


class OwnSeasonsForm(MooringForm):
    """The seasons of a group, ticked; none is all year."""

    seasons = forms.MultipleChoiceField(
        label=_("Seasons"), required=False, help_text=_("Tick none if the group is active all year"),
        widget=forms.CheckboxSelectMultiple({"optional": False}),
    )  # fmt: skip

    def __init__(self, account: Account, data: Any = None) -> None:
        kept = [(row.code, row.name) for row in seasons_of(account)]
        super().__init__(data, initial={"seasons": [_key(which) for which in kept]})
        offered = dict.fromkeys([*choices(), *kept])
        offer(self, "seasons", [(_key(which), label_of(which)) for which in offered])

    @property
    def chosen(self) -> set[Which]:
        """What is ticked, as codes and names."""
        pairs = (key.partition(":") for key in self.cleaned_data["seasons"])
        return {(code, name) for code, _sign, name in pairs}


def label_of(which: Which) -> str:
    """A season as people call it."""
    code, name = which
    return name or str(SeasonCode(code).label)


def _key(which: Which) -> str:
    return ":".join(which)
