"""Texts that are kept must not hold what gets one in (invariant 5, E2.30)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, SecretField, SecretState
from accounts.rules.credentials import SaysSecret
from accounts.rules.limits import check_not_too_many_slips
from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_no_student
from accounts.sealing import contains_one_of
from registry import audit
from registry.people.models import User

#: No reason or position about an account is kept longer than this; what is longer is cut.
LONGEST = 300


def check_says_no_secret(account: Account, text: str, *, by: User) -> None:
    """Raise `SaysSecret` where somebody typed one of the account's own secrets into a text that is kept, and
    `Unrepeatable` where it reads as if it said any.

    The answer tells a guesser that a guess was right. So ask it last, once nothing else would refuse the act; an
    action that asks it is decorated `@slips_are_noted`; and after a few hits in an hour it is not answered any more
    (`Refused`). Thousands of keyed fingerprints: ask before rows are locked.
    """
    if not text.strip():
        return
    check_not_too_many_slips(account, by)
    fields = (SecretField.PASSWORD, SecretField.BACKUP_CODE, SecretField.SEED)
    stored = account.secrets.filter(field__in=fields).exclude(state=SecretState.DESTROYED)
    if contains_one_of(text, list(stored)):
        message = _("Your words contain a password or code of this account. Leave it out: they are kept.")
        raise SaysSecret(message, rule="invariant 5", account=account)
    check_reads_like_none(text)


def check_words(account: Account, *, sure: bool, by: User, **texts: str) -> None:
    """The same of texts by field, and raise `Refused` where one names a student, or reads like a name and nobody is
    `sure` that it is not a student's (invariant 9).
    """
    for field, text in texts.items():
        check_no_student(text, field, sure=sure)
    check_says_no_secret(account, "\n".join(texts.values()), by=by)


def slips_are_noted(action: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator, above `@audit.act()`: write a hit down once what was begun is rolled back."""

    @wraps(action)
    def noted(*args: Any, by: User, **kwargs: Any) -> Any:
        try:
            return action(*args, by=by, **kwargs)
        except SaysSecret as slip:
            audit.record_denial(audit.Event.SECRET_TYPED, by=by, on=slip.account, reason=str(slip), rule=slip.rule)
            slip.is_written_down = True
            raise

    return noted
