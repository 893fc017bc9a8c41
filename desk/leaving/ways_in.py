"""What somebody knows that would have to change, what hangs on them, and what they hold on platforms themselves."""

from collections import defaultdict
from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import Account, Exposure, ExposureKind
from accounts.rules import control
from accounts.rules.channels import due_of, hanging_on
from accounts.rules.credentials import words_for
from accounts.rules.knowing import knowledge
from accounts.rules.reasons import Due, due_without
from desk.leaving.items import Item, Section, of_account
from registry import clock
from registry.people.models import User

#: How far back one looks for what somebody opened lately.
LATELY = timedelta(days=30)


def sections(person: User) -> list[Section]:
    """All of it is what the vault knows: guarded."""
    hang = [due_of(row, person) for row in hanging_on(person)]
    known = _("They know it, and it may still open the account: it would have to change.")
    return [
        Section("knows", _("Logins they know"), known, _by_account(due_without(person)), guarded=True),
        Section("hang", _("Ways in that hang on them"), _("A mailbox, phone or device of theirs."), _by_account(hang),
                guarded=True),
        Section("roles", _("Roles they hold on platforms"), _("Others take them away there."), _roles(person),
                guarded=True),
        opened_lately(person),
    ]  # fmt: skip


def opened_lately(person: User) -> Section:
    """What they opened in the last thirty days, newest first: where one looks first."""
    rows = knowledge().filter(person=person, at__gte=clock.now() - LATELY)
    rows = rows.filter(kind__in=(ExposureKind.REVEALED, ExposureKind.KIT))
    last: dict[Account, Exposure] = {}
    for row in rows.select_related("secret__account__platform", "secret__account__unit").order_by("-at", "-pk"):
        last.setdefault(row.secret.account, row)
    said = _("Last opened on %(day)s")
    items = [of_account(each, said % {"day": f"{clock.local(row.at):%B %-d}"}) for each, row in last.items()]
    return Section("opened", _("Opened in the last thirty days"), "", items, guarded=True)


def _by_account(found: list[Due]) -> list[Item]:
    fields: dict[Account, list[str]] = defaultdict(list)
    for due in found:
        fields[due.account].append(due.field)
    return [
        of_account(account, words_for(names), *(("secret", (account.pk, name)) for name in names))
        for account, names in fields.items()
    ]


def _roles(person: User) -> list[Item]:
    return [of_account(row.account, row.words, ("role", row.pk)) for row in control.held_by(person)]
