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


def phone_words(account: Account) -> list[str]:
    """That the recovery phone is somebody's own, and by when the district's takes its place; empty where it is not."""
    row = account.secrets.filter(is_current=True, field=SecretField.RECOVERY_PHONE, replace_by__isnull=False).first()
    if row is None or row.replace_by is None:
        return []
    sentence = _("The recovery phone in the vault is somebody’s own: have it replaced by %(day)s.")
    return [sentence % {"day": date_format(row.replace_by, "F j")}]


def codes_words(account: Account) -> list[str]:
    """How many backup codes are left, where they run low."""
    rows = account.secrets.filter(is_current=True, field=SecretField.BACKUP_CODE)
    used = list(rows.values_list("used_at", flat=True))
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
