"""Ways in that are somebody's own, and by when the district's takes their place (IV.3, E2.24, E2.25)."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, Holder, SecretField, SecretVersion
from registry import clock

#: How long a personal mailbox or phone may stay.
WITHIN = timedelta(days=30)
SOMEBODYS = frozenset({Holder.EMPLOYEE, Holder.STUDENT_OR_PARENT})
#: How many backup codes left ask for new ones, where a platform gives as many.
FEW_CODES = 3


def replace_by(field: SecretField, holder: str, before: SecretVersion | None) -> date | None:
    """The day by which it is replaced; None for the district's own.

    An employee's own device may be a second factor; a student's or parent's nothing. Another phone of somebody's does
    not begin the time anew.
    """
    personal = holder in SOMEBODYS and field in SecretField.channels()
    if not (personal or (holder == Holder.STUDENT_OR_PARENT and field == SecretField.SECOND_FACTOR)):
        return None
    return before.replace_by if before and before.replace_by else clock.today() + WITHIN


def run_low(unused: int, stored: int) -> bool:
    """Whether so few backup codes are left that new ones should be made; a platform may give only one or two."""
    return unused < min(FEW_CODES, stored)


def words_of(account: Account) -> list[str]:
    """What of the ways back in wears out, a sentence each: a phone that is somebody's own, backup codes used up."""
    rows = list(
        account.secrets.filter(is_current=True, field__in=(SecretField.RECOVERY_PHONE, SecretField.BACKUP_CODE))
    )
    phones = [row.replace_by for row in rows if row.field == SecretField.RECOVERY_PHONE and row.replace_by]
    sentence = _("The recovery phone in the vault is somebody’s own: have it replaced by %(day)s.")
    return [*(sentence % {"day": date_format(day, "F j")} for day in phones), *_codes_words(rows)]


def _codes_words(rows: list[SecretVersion]) -> list[str]:
    used = [row.used_at for row in rows if row.field == SecretField.BACKUP_CODE]
    left = sum(at is None for at in used)
    if not run_low(left, len(used)):
        return []
    if not left:
        return [_("No backup code is left: make new ones on the platform and deposit them.")]
    words = ngettext(
        "One backup code is left: make new ones on the platform and deposit them.",
        "%(n)d backup codes are left: make new ones on the platform and deposit them.",
        left,
    )
    return [words % {"n": left}]
