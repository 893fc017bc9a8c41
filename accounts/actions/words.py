"""Texts that are kept must not hold what gets one in (invariant 5, E2.30)."""

from django.utils.translation import gettext as _

from accounts.models import Account, SecretField, SecretState
from accounts.rules.credentials import SaysSecret
from accounts.sealing import contains_one_of

#: No text about an account is kept longer than this; what is longer is cut before it is looked through.
LONGEST = 300


def check_says_no_secret(account: Account, text: str) -> None:
    """Raise `SaysSecret` where somebody typed one of the account's own secrets into a text that is kept.

    Thousands of keyed fingerprints: ask before rows are locked, and only for people who may act on the account.
    """
    fields = (SecretField.PASSWORD, SecretField.BACKUP_CODE, SecretField.SEED)
    stored = account.secrets.filter(field__in=fields).exclude(state=SecretState.DESTROYED)
    if contains_one_of(text.strip()[:LONGEST], list(stored)):
        message = _("Your words contain a password or code of this account. Leave it out: they are kept.")
        raise SaysSecret(message, rule="invariant 5")
