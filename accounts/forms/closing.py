"""How, why and by when an account ends; where its records are kept; why a step cannot be done."""

from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.forms.found_moves import OursField
from accounts.models import Account, AccountClass, AccountState, ClosingKind, ClosingWhy
from accounts.rules.closing_plan import Plan
from registry.forms import DateBoxesField, MooringForm, offer_rows


class PlanForm(MooringForm):
    """The plan of an end."""

    kind = forms.ChoiceField(label=_("What becomes of it?"), choices=ClosingKind.choices, widget=forms.RadioSelect)
    why = forms.ChoiceField(label=_("Why?"), choices=ClosingWhy.choices, widget=forms.RadioSelect)
    replaced_by = OursField(
        Account.objects.none(), label=_("Which account takes its place?"), required=False, empty_label=_("None"),
        help_text=_("The last post and the tombstone lead there"),
    )  # fmt: skip
    planned_on = DateBoxesField(
        label=_("On which day is it used for the last time?"), help_text=_("Like 6 10 2027. Until then nothing changes")
    )
    words = forms.CharField(
        label=_("What should those concerned know?"), required=False, max_length=300,
        widget=forms.Textarea({"rows": 3}), help_text=_("They read it. Never a password"),
    )  # fmt: skip

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = Account.objects.filter(unit__in=account.unit.path_ids(), klass__in=AccountClass.official())
        near = near.exclude(state__in=AccountState.over()).exclude(pk=account.pk).select_related("platform")
        offer_rows(self, "replaced_by", near.order_by(Lower("handle"), "pk"))

    @property
    def plan(self) -> Plan:
        """What a valid form says."""
        return Plan(**self.cleaned_data)


class ArchiveForm(MooringForm):
    """Where its records are kept."""

    archive = forms.CharField(
        label=_("Where are its records kept?"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=_("An address in the archive or a folder, and its number. If nothing could be saved, say why"),
    )  # fmt: skip


class StepForm(MooringForm):
    """A tick, and why it cannot be done."""

    done = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    note = forms.CharField(required=False, max_length=300)
