"""What is said to somebody who has just deposited something: what is stored, and what to see to. Never a value."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.credentials import Deposited, Values
from accounts.models import Account, SecretField
from accounts.rules.credentials import words_for
from accounts.rules.measuring import strength
from accounts.rules.reuse import same_password
from accounts.rules.standing import standing_of
from registry.people.models import User

Said = tuple[int, Any]


def words(account: Account, stored: Deposited, values: Values, user: User) -> Iterator[Said]:
    """Every sentence for the person, with its level."""
    new = {SecretField(version.field) for version in stored.versions}
    if new:
        sentence = _("Deposited: %(fields)s. Communications is told.") % {"fields": words_for(_in_order(new))}
        yield messages.SUCCESS, f"{sentence} {_strength(account, values)}".strip()
    if stored.unchanged:
        same = words_for(stored.unchanged)
        yield messages.INFO, _("This is what is stored already, so nothing changed: %(fields)s.") % {"fields": same}
    yield from _to_replace(stored)
    if SecretField.PASSWORD in new:
        yield from _reused(account, user)
    yield from ((messages.WARNING, said) for said in stored.odd)


def _in_order(fields: set[SecretField]) -> list[SecretField]:
    """The fields in the order in which the vault lists them."""
    return [field for field in SecretField if field in fields]


def _to_replace(stored: Deposited) -> Iterator[Said]:
    outside = [version for version in stored.versions if version.replace_by]
    if outside:
        day = min(version.replace_by for version in outside if version.replace_by)
        facts = {"fields": words_for([version.field for version in outside]), "day": date_format(day, "F j")}
        sentence = _("Not the district’s own: %(fields)s. It is stored; replace it by %(day)s.")
        yield messages.WARNING, sentence % facts


def _strength(account: Account, values: Values) -> str:
    if SecretField.PASSWORD not in values:
        return ""
    measured = strength(values[SecretField.PASSWORD].expose(), known=[account.handle])
    return _("The password is %(strength)s.") % {"strength": measured.words.lower()}


def _reused(account: Account, user: User) -> Iterator[Said]:
    others = len(same_password(standing_of(account, user)))
    if others:
        sentence = ngettext(
            "One more account that you can open has the same password. Give each its own.",
            "%(n)d more accounts that you can open have the same password. Give each its own.", others,
        )  # fmt: skip
        yield messages.WARNING, sentence % {"n": others}
