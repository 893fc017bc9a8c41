"""Taking a row before changing what hangs on it, in one order everywhere (docs/decisions/0019).

People, units, requests, accounts by number, and the chain's head last. What is taken here is looked at again before
the act ends: how it is (`actions.keeping_health`).
"""

from django.db.models import Q

from accounts.models import Account, Closing
from accounts.rules import closing as closings
from registry import audit
from registry.people.models import User


def locked(account: Account) -> Account:
    """The account as it is now, held until the act ends; rows that only point at it do not wait."""
    audit.touch(account.pk)
    rows = Account.objects.select_for_update(of=("self",), no_key=True).select_related("platform", "unit")
    return rows.get(pk=account.pk)


def all_locked(which: Q) -> list[Account]:
    """Several accounts as they are now, in the same way."""
    rows = Account.objects.select_for_update(of=("self",), no_key=True).select_related("platform", "unit")
    found = list(rows.filter(which).order_by("pk"))
    audit.touch(*(account.pk for account in found))
    return found


def locked_person(person: User) -> User:
    """The person as they are now, held until the act ends, before any account: what is counted per person counts once,
    and nobody is given an account while they leave.
    """
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def people_locked(*people: User | None) -> list[User]:
    """Several people in the same way, in one order; nobody where nobody is named."""
    wanted = {person.pk for person in people if person}
    return list(User.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))


def held_closing(closing: Closing) -> tuple[Account, Closing]:
    """The account, held until the act ends, and the end of it that is planned as it is now."""
    account = locked(closing.account)
    closing = closings.again(closing)
    closing.account = account
    return account, closing
