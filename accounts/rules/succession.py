"""Who comes after somebody who leaves: the backups of what they hold, and what is left for people to find somebody."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Account, AccountState, BackupCustodian, Custody, CustodyState, Handoff, HandoffState
from accounts.models import HandoffWhy as Why
from registry.people.models import User


def held_for_good(person: User | None = None) -> "QuerySet[Custody]":
    """The custodies somebody (anybody, unless told) has accepted, of accounts that go on and that nobody takes over."""
    passing = Handoff.objects.filter(account=OuterRef("account"), state__in=HandoffState.live())
    rows = Custody.objects.filter(~Exists(passing), state=CustodyState.OPEN, interim=False, unverified=False)
    rows = rows.filter(custodian=person) if person else rows
    rows = rows.exclude(account__state__in=AccountState.over())
    return rows.select_related("account__platform", "account__unit", "custodian").order_by("account")


def backups_of_held(person: User) -> list[BackupCustodian]:
    """Who backs those up, the accounts in their order."""
    rows = BackupCustodian.objects.filter(account__in=held_for_good(person).order_by().values("account"), ended_at=None)
    return list(rows.filter(person__is_active=True).select_related("person").order_by("account"))


def account_of(number: int) -> Account:
    """The account of that number."""
    return Account.objects.get(pk=number)


def offers_of(person: User, offered_by: User) -> "QuerySet[Handoff]":
    """What was offered because they leave, by who recorded it, and is not answered; accounts in their order."""
    rows = Handoff.objects.filter(giver=person, offered_by=offered_by, why=Why.LEAVING, state=HandoffState.OFFERED)
    return rows.select_related("account", "giver", "taker").order_by("account")
