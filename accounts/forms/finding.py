"""Search and filters of the list, and the box to paste an address into."""

import re
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.listing import SORTS
from accounts.models import Account, AccountClass, AccountState, Custody, CustodyState, HealthState, Platform
from accounts.rules.own_seasons import USUAL
from registry.forms import MooringForm, offer, offer_rows
from registry.people.models import Unit, User

MOST_PLATFORMS = 100
SLUG = re.compile(r"[-\w]{1,50}", re.ASCII)


class FilterForm(MooringForm):
    """What the list is narrowed down by. A value that makes no sense narrows nothing."""

    q = forms.CharField(label=_("Search accounts"), required=False, max_length=500)
    health = forms.MultipleChoiceField(
        label=_("Health"),
        required=False,
        choices=[(state.value, state.label) for state in HealthState if state != HealthState.NONE],
        widget=forms.CheckboxSelectMultiple({"optional": False}),
    )
    state = forms.MultipleChoiceField(
        label=_("State"),
        required=False,
        choices=AccountState.choices,
        widget=forms.CheckboxSelectMultiple({"optional": False}),
    )
    platform = forms.MultipleChoiceField(
        label=_("Platform"), required=False, widget=forms.CheckboxSelectMultiple({"optional": False})
    )
    klass = forms.MultipleChoiceField(
        label=_("Kind"),
        required=False,
        choices=AccountClass.choices,
        widget=forms.CheckboxSelectMultiple({"optional": False}),
    )
    season = forms.MultipleChoiceField(
        label=_("Season of the group"),
        required=False,
        choices=[(code.value, code.label) for code in USUAL],
        widget=forms.CheckboxSelectMultiple({"optional": False}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("School or department"), required=False, empty_label=_("All"),
        widget=forms.Select({"optional": False}),
    )  # fmt: skip
    custodian = forms.ModelChoiceField(
        User.objects.none(), label=_("Custodian"), required=False, empty_label=_("Everybody"),
        widget=forms.Select({"optional": False}),
    )  # fmt: skip

    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS, widget=forms.Select({"optional": False}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="f_%s", **kwargs)
        sent = self.data.getlist("platform") if isinstance(self.data, QueryDict) else []
        asked = [slug for slug in sent if SLUG.fullmatch(slug)][:MOST_PLATFORMS]
        used = Platform.objects.filter(Exists(Account.objects.filter(platform=OuterRef("pk"))) | Q(slug__in=asked))
        offer(self, "platform", used.values_list("slug", "name"))
        holding = Custody.objects.filter(state=CustodyState.OPEN).values("custodian")
        offer_rows(self, "custodian", User.objects.filter(pk__in=holding))

    def count(self, counts: dict[str, dict[str, int]]) -> None:
        """Say at each box how many accounts it would leave."""
        for name, by_value in counts.items():
            self.fields[name].widget.attrs["counts"] = by_value

    @property
    def groups(self) -> list[Any]:
        """The filters that are boxes to tick."""
        return [self["health"], self["state"], self["platform"], self["klass"], self["season"]]

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that make sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CheckForm(MooringForm):
    """An address or a handle, and where it is where that does not say it."""

    may_hide = frozenset({"q"})

    q = forms.CharField(
        label=_("Address or handle"), max_length=500, help_text=_("Paste the address of the page or account")
    )
    platform = forms.ModelChoiceField(
        Platform.objects.all(), to_field_name="slug", required=False, label=_("Platform"),
        empty_label=_("The address says it"), help_text=_("Only needed for a bare handle"),
    )  # fmt: skip
