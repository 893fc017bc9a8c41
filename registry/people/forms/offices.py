"""Forms that give an office, by one person or by two."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.forms import DateBoxesField, MooringForm, offer
from registry.people import powers, rules
from registry.people.forms.units import UnitField
from registry.people.models import Office, User


class AppointForm(MooringForm):
    """Which office, of which unit, from when until when. Offers only what `by` may give."""

    office = forms.ChoiceField(label=_("Office"), widget=forms.RadioSelect({"look": "plain"}))
    unit = UnitField(
        label=_("Unit"),
        required=False,
        empty_label=_("No unit"),
        help_text=_("For an administrator: the unit, with all below it"),
    )
    starts_on = DateBoxesField(label=_("First day"))
    ends_on = DateBoxesField(
        label=_("Last day"), required=False, help_text=_("Leave empty if it is not known; holds until midnight")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.own = rules.offices_with_designees(by)
        choices = [(office.value, str(office.label)) for office in rules.offices_to_give(by)]
        choices += [(f"for-{row.pk}", _("My designee: %(office)s") % {"office": row.designation}) for row in self.own]
        offer(self, "office", choices)
        if not any(value == Office.ADMINISTRATOR for value, _label in choices):
            del self.fields["unit"]

    def facts(self) -> dict[str, Any]:
        """What `actions.appoint` is told."""
        given = self.cleaned_data
        principal = next((row for row in self.own if f"for-{row.pk}" == given["office"]), None)
        dates = {"starts_on": given["starts_on"], "ends_on": given["ends_on"]}
        if principal is not None:
            return {"office": principal.office, "unit": principal.unit, "on_behalf_of": principal, **dates}
        unit = given.get("unit") if given["office"] == Office.ADMINISTRATOR else None
        return {"office": given["office"], "unit": unit, **dates}


class ProposeForm(MooringForm):
    """Which of the offices that two give, and from when until when."""

    office = forms.ChoiceField(
        label=_("Office"), widget=forms.RadioSelect({"look": "plain"}),
        choices=[(office.value, office.label) for office in Office if office in powers.BY_TWO_TOGETHER],
    )  # fmt: skip
    starts_on = DateBoxesField(label=_("First day"), help_text=_("Or the day it is confirmed, if that is later"))
    ends_on = DateBoxesField(
        label=_("Last day"), required=False, help_text=_("Leave empty if it is not known; holds until midnight")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": clock.today()})
        super().__init__(*args, **kwargs)
