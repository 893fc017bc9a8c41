"""What a report may be asked by. Sent by GET: a report has an address. What makes no sense is said at its field."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry import clock
from registry.audit.filters import FIRST_DAY, LAST_DAY
from registry.forms import MooringForm
from registry.people.forms import UnitField
from registry.people.models import Unit, User

#: How far back a period reaches where nobody says it.
USUAL_DAYS = 30


class Parameters(MooringForm):
    """The parameters of a report, for whoever asks (`self.by`). Fields are choices, days, people and things: a text
    that names nothing is refused, so nothing that somebody only typed is ever kept.
    """

    marks_optional = False
    #: Whether there is nothing to show before something is chosen.
    waits: ClassVar[bool] = False

    def __init__(self, sent: Mapping[str, Any], *, by: User) -> None:
        self.by = by
        given = {name: sent[name] for name in self.base_fields if sent.get(name)}
        self.is_asked = bool(given) or not self.waits
        super().__init__({**self.usual(), **given} if self.is_asked else None)

    def usual(self) -> dict[str, Any]:
        """What is chosen where nothing is."""
        return {}

    @property
    def query(self) -> str:
        """The parameters in use as they stand in an address."""
        return urlencode({name: _spelled(value) for name, value in self._used()})

    @property
    def kept(self) -> dict[str, str]:
        """The parameters in use as the trail keeps them: people and things by their ids."""
        return {name: _kept(value) for name, value in self._used()}

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """The parameters in use as they are read."""
        return [(str(self.fields[name].label), self._said(name, value)) for name, value in self._used()]

    def _used(self) -> list[tuple[str, Any]]:
        return [(name, value) for name, value in self.cleaned_data.items() if value]

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value, "F j, Y")
        choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
        return str(choices.get(value, value))


def _spelled(value: Any) -> str:
    if isinstance(value, User):
        return value.email
    return str(value.pk) if isinstance(value, Model) else str(value)


def _kept(value: Any) -> str:
    return str(getattr(value, "trail_id", value.pk)) if isinstance(value, Model) else str(value)


class OfUnits(Parameters):
    """A unit with all below it, of those that whoever asks may choose."""

    unit = UnitField(label=gettext_lazy("School or department"), required=False)

    def __init__(self, sent: Mapping[str, Any], *, by: User) -> None:
        super().__init__(sent, by=by)
        field = self.fields["unit"]
        field.queryset, field.empty_label = self.units(), _("All that you see")  # type: ignore[attr-defined]

    def units(self) -> QuerySet[Unit]:
        """Those to choose from; another one is refused at the field."""
        rows: QuerySet[Unit] = Unit.objects.order_by("path")
        return rows


class OfDays(Parameters):
    """From one day to another, both among them; the last thirty days where nobody says it."""

    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def usual(self) -> dict[str, Any]:
        """The last thirty days."""
        today = clock.today()
        return {"since": (today - timedelta(days=USUAL_DAYS)).isoformat(), "until": today.isoformat()}

    def clean(self) -> dict[str, Any]:
        """Days that there are, and an end that is not before the beginning."""
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        for name, day in (("since", since), ("until", until)):
            if day and not FIRST_DAY <= day < LAST_DAY:
                self.add_error(name, _("Enter a day of this century, like %(day)s.") % {"day": clock.today()})
        if since and until and until < since:
            self.add_error(
                "until", _("The end is before the beginning. Enter a later day here, or an earlier one before.")
            )
        return data


def below(unit: Unit | None, prefix: str = "unit__") -> Q:
    """What is of the unit chosen or under it; everything where none is."""
    return Q(**{f"{prefix}path__startswith": unit.path}) if unit else Q()
