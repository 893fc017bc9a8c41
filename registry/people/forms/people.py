"""Forms about people and units."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.forms import MooringForm
from registry.people import rules
from registry.people.forms.units import UnitField
from registry.people.models import UnitKind, User

LONGEST_NAME = 120


def _languages() -> list[tuple[str, str]]:
    """Only those that are complete."""
    return list(settings.LANGUAGES)


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


class NamedForm(MooringForm):
    """A form that gives somebody a name. A namesake is not refused, but said: it takes a tick to go on."""

    another = forms.BooleanField(label=_("This is another person of the same name"), required=False)
    person: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.is_bound and self._namesake()):
            del self.fields["another"]

    def clean(self) -> dict[str, Any]:
        """Say who has the name already, until it is confirmed."""
        data: dict[str, Any] = super().clean() or {}
        if "another" in self.fields and not data.pop("another", False):
            same = self._namesake()
            if same:
                self.add_error("name", _namesake_words(same))
        return data

    def _namesake(self) -> User | None:
        typed = str(self.data.get("name", ""))
        return rules.namesake(typed, apart_from=self.person) if 0 < len(typed) <= LONGEST_NAME else None


def _namesake_words(same: User) -> str:
    words = {"name": same.name, "email": same.email, "unit": same.unit.name if same.unit else ""}
    return (
        gettext("%(name)s is here already: %(email)s, %(unit)s. If this is another person, tick the box below.") % words
    )


class InviteForm(NamedForm):
    """Who is invited."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=rules.LONGEST_ADDRESS,
        help_text=_("Their address at the district"),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("What they do, like Coach, girls hockey")
    )
    unit = UnitField(label=_("Unit"), empty_label=_("Choose a unit"))
    language = forms.ChoiceField(label=_("Language of their pages and letters"), choices=_languages, initial="en")
    field_order = ("email", "name", "another")


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


class EditForm(NamedForm):
    """What may be corrected about a person."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    unit = UnitField(label=_("Unit"), empty_label=_("Choose a unit"))
    field_order = ("name", "another")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)


class OwnDetailsForm(MooringForm):
    """What a person sets about themselves."""

    language = forms.ChoiceField(label=_("Language of your pages and letters"), choices=_languages)
    daily_letter = forms.BooleanField(
        label=_("Send me one letter a day instead of many"),
        required=False,
        help_text=_(
            "News and comments wait until 7 am. What needs your decision, or is about your sign-in, comes at once"
        ),
    )
