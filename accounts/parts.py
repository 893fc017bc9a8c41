"""What part a person has in an account today, in words, and whether they may know its login by it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import Account, BackupCustodian, Custody, CustodyState
from accounts.rules.knowing import entrusted
from accounts.rules.lost import words_of
from accounts.rules.standing import communications_staff
from registry.people.models import User

Part = tuple[str, bool]


def parts_in(account: Account) -> Callable[[User], Part]:
    """A function that tells the part of anybody; however many are asked about, the queries stay the same."""
    opened = Custody.objects.filter(account=account, state=CustodyState.OPEN, unverified=False)
    held = {row.custodian_id: row for row in opened}
    backups = set(BackupCustodian.objects.filter(account=account, ended_at=None).values_list("person", flat=True))
    staff = {person.pk for person in communications_staff()}
    trusted = entrusted({account.pk})

    def part_of(person: User) -> Part:
        if not person.is_active:
            return _left(person), False
        if person.pk in held:
            return _holding(held[person.pk])
        if person.pk in backups:
            return _("Backup custodian"), True
        if person.pk in staff:
            return _("Communications"), True
        if trusted.may_know(account, person.pk):
            return _("May open it"), True
        return _("Works here, and may not open it"), False

    return part_of


def _holding(custody: Custody) -> Part:
    if custody.passing_since:
        return _("Custodian, who is handing it over"), False
    return (_("Interim custodian") if custody.interim else _("Custodian")), True


def _left(person: User) -> str:
    return _("Left on %(day)s") % {"day": words_of(person.left_on)} if person.left_on else _("No longer works here")
