"""Parameters that several reports have: a unit, a person, a period, an account."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from desk.reports.fields import AccountField
from desk.reports.forms import Parameters
from desk.rules.reports import accounts_of
from registry import clock
from registry.audit.days import FIRST_DAY, LAST_DAY
from registry.clock import midnight
from registry.forms import PersonField, check_order, offer_rows
from registry.people.forms import UnitField
from registry.people.models import Unit, User

#: How far back a period reaches where nobody says it.
USUAL_DAYS = 30


class OfUnits(Parameters):
    """A unit with all below it, of those that whoever asks may choose."""

    unit = UnitField(label=gettext_lazy("School or department"), required=False)

    def __init__(self, sent: Mapping[str, Any], *, by: User) -> None:
        super().__init__(sent, by=by)
        offer_rows(self, "unit", self.units(), empty=_("All that you see"))

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
        super().clean()
        for name in ("since", "until"):
            day = self.cleaned_data.get(name)
            if day and not FIRST_DAY <= day < LAST_DAY:
                self.add_error(name, _("Enter a day of this century, like %(day)s.") % {"day": clock.today()})
        check_order(self, "since", "until")
        return self.cleaned_data


class OfPerson(Parameters):
    """Somebody, or everybody where nobody is named."""

    who = PersonField(User.objects.all(), by_part=True, label=gettext_lazy("Person"), required=False)


class OfAccount(Parameters):
    """One account, of those whose history whoever asks may read; another one is not found."""

    waits, wait = True, gettext_lazy("Choose an account to see its dossier.")
    account = AccountField(
        Account.objects.none(),
        label=gettext_lazy("Account"),
        help_text=gettext_lazy("A number, like A-0042, or a handle"),
    )

    def __init__(self, sent: Mapping[str, Any], *, by: User) -> None:
        super().__init__(sent, by=by)
        self.fields["account"].queryset = accounts_of(by)  # type: ignore[attr-defined]


def begin_of(chosen: Mapping[str, Any]) -> datetime:
    """The midnight with which the period chosen begins in the district."""
    return midnight(chosen["since"])


def end_of(chosen: Mapping[str, Any]) -> datetime:
    """The midnight with which it is over: the last day is of it."""
    return midnight(chosen["until"] + timedelta(days=1))


def below(unit: Unit | None, prefix: str = "unit__") -> Q:
    """What is of the unit chosen or under it; everything where none is."""
    return Q(**{f"{prefix}path__startswith": unit.path}) if unit else Q()
