"""Choosing an account by its number or its handle, among those that whoever asks may."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.by_words import named
from accounts.models import Account
from registry.forms import control_characters, nothing_hidden

#: Named where several are meant; more than this is not read.
MOST = 5
#: Letters of an address, and no more: what is longer names nothing here.
LONGEST = 500


class AccountField(forms.CharField):
    """One account of `queryset`: typed as A-0042, an address or a handle. Raises ValidationError where none is called
    so, and with the numbers to choose from where several are.
    """

    def __init__(self, queryset: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def prepare_value(self, value: Any) -> Any:
        """An account is shown by its number."""
        return value.number if isinstance(value, Account) else value

    def to_python(self, value: Any) -> Any:
        """The account that the text names; None where it is empty."""
        text = str(super().to_python(value) or "").strip("@ ")
        if not text:
            return None
        for check in (control_characters, nothing_hidden):
            check(text)
        rows = self.queryset.filter(named(text[:LONGEST])).select_related("platform", "unit").order_by("pk")
        found = list(rows[: MOST + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("No account of those that you may ask about is called so."))
        several = ", ".join(f"{each.number} ({each})" for each in found[:MOST])
        raise ValidationError(_("Several are called so. Enter the number of one: %(several)s.") % {"several": several})

    def run_validators(self, value: Any) -> None:
        """Nothing more: it is an account by now."""
