"""Which accounts of a group stay, and by when a platform ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, PlatformState
from accounts.rules.sunset import ENDS
from registry.forms import DateBoxesField, MooringForm, PersonField, offer_rows
from registry.people.models import User

_three = {"rows": 3}


class SettleForm(MooringForm):
    """One that stays, who answers for it, and which end."""

    keep = forms.ModelChoiceField(
        Account.objects.none(), label=_("Which one stays?"), empty_label=None, widget=forms.RadioSelect
    )
    close = forms.ModelMultipleChoiceField(
        Account.objects.none(), label=_("Which ones end?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Their last post and their tombstone lead to the one that stays"),
    )  # fmt: skip
    taker = PersonField(
        User.objects.filter(is_active=True), label=_("Who answers for the one that stays?"), required=False,
        help_text=_("They are asked. Leave it empty if that is settled"),
    )  # fmt: skip
    planned_on = DateBoxesField(
        label=_("On which day are the others used for the last time?"), help_text=_("Like 6 10 2027")
    )
    words = forms.CharField(
        label=_("What should those concerned know?"), required=False, max_length=300, widget=forms.Textarea(_three),
        help_text=_("They read it. Never a password"),
    )  # fmt: skip

    def __init__(self, *args: Any, group: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Account.objects.filter(pk__in=[account.pk for account in group]).select_related("platform")
        for name in ("keep", "close"):
            offer_rows(self, name, rows.order_by("pk"))


class SunsetForm(MooringForm):
    """What becomes of a platform, by when, and why."""

    becomes = forms.ChoiceField(
        label=_("What becomes of it?"), widget=forms.RadioSelect,
        choices=[(state.value, state.label) for state in PlatformState if state in ENDS],
    )  # fmt: skip
    ends_on = DateBoxesField(
        label=_("On which day are its accounts used for the last time?"), help_text=_("Like 6 10 2027")
    )
    words = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea(_three),
        help_text=_("Who looks after an account there reads it. Say so where the school board decided it"),
    )  # fmt: skip
