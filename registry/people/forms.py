"""Forms about people. What only the rules can say is said by the action and lands above the form."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.forms import DateBoxesField, MooringForm
from registry.people import rules
from registry.people.models import LANGUAGES, Office, Unit, UnitKind, User


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit, shown with its place in the tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.order_by("path"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Indented by how deep it lies."""
        return f"{'– ' * obj.depth}{obj.name}"


class FindForm(MooringForm):
    """Search the list of people; sent by GET."""

    q = forms.CharField(
        label=_("Name, title or e-mail"), required=False, max_length=120,
        widget=forms.TextInput({"type": "search", "optional": False}),
    )  # fmt: skip
    unit = UnitField(
        label=_("Unit"), required=False, empty_label=_("All units"), widget=forms.Select({"optional": False})
    )

    def narrow(self, people: Any) -> Any:
        """The people that match every word, in the unit and all below it."""
        if not self.is_valid():
            return people
        for word in self.cleaned_data["q"].split():
            people = people.filter(Q(name__icontains=word) | Q(title__icontains=word) | Q(email__icontains=word))
        unit = self.cleaned_data["unit"]
        return people.filter(unit__path__startswith=unit.path) if unit else people


class InviteForm(MooringForm):
    """Who is invited."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Their address at the district"),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("What they do, like Coach, girls hockey")
    )
    unit = UnitField(label=_("Unit"), empty_label=_("Choose a unit"))
    language = forms.ChoiceField(label=_("Language of their pages and letters"), choices=LANGUAGES, initial="en")


class UnitForm(MooringForm):
    """What a new unit is, and where in the tree."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    short_name = forms.CharField(
        label=_("Short name"), max_length=40, help_text=_("For lists, like North High"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in UnitKind.choices if choice[0] != UnitKind.DISTRICT]
    )
    parent = UnitField(label=_("Part of"), empty_label=_("Choose a unit"))


class EditForm(MooringForm):
    """What may be corrected about a person."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    unit = UnitField(label=_("Unit"), empty_label=_("Choose a unit"))


class OwnDetailsForm(MooringForm):
    """What a person sets about themselves."""

    name = forms.CharField(label=_("Name shown"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of your pages and letters"), choices=LANGUAGES)
    daily_letter = forms.BooleanField(
        label=_("Send me one letter a day instead of many"),
        required=False,
        help_text=_(
            "News and comments wait until 7 am. What needs your decision, or is about your sign-in, comes at once"
        ),
    )


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
        self.fields["office"].choices = choices  # type: ignore[attr-defined]
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
