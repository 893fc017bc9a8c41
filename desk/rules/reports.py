"""Who may ask for what about accounts, and how large a file may be.

A report shows what its reader could also read page by page: who reads the whole trail, all accounts; an administrator,
those of their units; custodian and backup, their own (domain.md, who may do what; docs/decisions/0047).
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.rules.seeing import held_by, looks_after_something
from registry.people import powers
from registry.people.models import Unit, User
from registry.people.refusal import Refused

RULE = "domain: who may do what"


def accounts_of(user: User) -> QuerySet[Account]:
    """The accounts of which somebody may have the custody, the access and the history as a report."""
    rows: QuerySet[Account] = Account.objects.all()
    if powers.reads_whole_trail(user):
        return rows
    within = Q(pk__in=held_by(user))
    for unit in powers.units_read(user):
        within |= Q(unit__path__startswith=unit.path)
    return rows.filter(within)


def check_may_ask_about_accounts(user: User) -> None:
    """Raise `Refused` for who has no account to ask about."""
    if not (powers.reads_whole_trail(user) or powers.units_read(user) or looks_after_something(user)):
        message = _("This is for who looks after accounts, administrators, the superintendent and Communications.")
        raise Refused(message, rule=RULE)


def accounts_known_of(user: User) -> QuerySet[Account]:
    """The accounts of which somebody may read who knows the login, and in which version it is (`rules.seeing`)."""
    rows: QuerySet[Account] = Account.objects.all()
    return rows if powers.reads_whole_trail(user) else rows.filter(pk__in=held_by(user))


def check_may_ask_about_logins(user: User) -> None:
    """Raise `Refused` for who reads of no login who knows it."""
    if not (powers.reads_whole_trail(user) or looks_after_something(user)):
        message = _("How old logins are and who knows them is for those who look after them, and for Communications.")
        raise Refused(message, rule=RULE)


def units_to_choose(user: User) -> QuerySet[Unit]:
    """The units by which somebody may narrow a report about accounts down: theirs, or those of their accounts."""
    rows: QuerySet[Unit] = Unit.objects.order_by("path")
    if powers.reads_whole_trail(user):
        return rows
    within = Q(pk__in=Account.objects.filter(pk__in=held_by(user)).values("unit"))
    for unit in powers.units_read(user):
        within |= Q(path__startswith=unit.path)
    return rows.filter(within)
