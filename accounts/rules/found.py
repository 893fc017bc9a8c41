"""Accounts that are not ours: who sees the desk's file on one, and who does what there (domain.md: who may do what).

Everybody on staff sees that such an account is in the register, and as what; may report one, and say what they know.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Found
from registry.people import powers
from registry.people.models import Office, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "IV.6"
PEOPLE = ("account__platform", "account__unit", "handler", "found_by", "poses_as", "conflict_with", "ours__platform",
          "formerly__platform")  # fmt: skip


def with_people(rows: "QuerySet[Found]") -> "QuerySet[Found]":
    """The same, with what their pages name."""
    return rows.select_related(*PEOPLE)


def visible_to(user: User) -> Q:
    """The files that somebody may open: all for Communications and the superintendent, those of their units for
    administrators, their own reports for everybody, and what they run themselves.
    """
    if powers.is_communications(user) or powers.holds(user, Office.SUPERINTENDENT):
        return Q()
    seen = Q(found_by=user) | Q(conflict_with=user)
    for row in powers.offices_of(user):
        if row.unit and Power.CARE_FOR_UNIT in powers.powers_from(row):
            seen |= Q(account__unit__path__startswith=row.unit.path)
    return seen


def the_found(user: User, uuid: UUID | str) -> Found:
    """The file, for who may open it; raises Http404."""
    row = with_people(Found.objects.filter(visible_to(user), uuid=uuid)).first()
    if row is None or not user.is_active:
        raise Http404
    return row


def the_marked(user: User, uuid: UUID | str) -> Found:
    """The same for anybody on staff, who sees what stands in the register, and no file; raises Http404."""
    row = with_people(Found.objects.filter(uuid=uuid)).first()
    if row is None or not user.is_active:
        raise Http404
    return row


def may_open(found: Found, user: User) -> bool:
    """Whether the file has a page for this person."""
    return Found.objects.filter(visible_to(user), pk=found.pk).exists()


def again(found: Found) -> Found:
    """The file as it is now."""
    return with_people(Found.objects.all()).get(pk=found.pk)


def file_of(account: Account) -> Found | None:
    """The file on an account of the register, where it has one."""
    return with_people(Found.objects.filter(account=account)).first()


def check_may_handle(user: User) -> None:
    """Raise `Refused` unless they are of Communications, who chase what represents the district (IV.6)."""
    if not powers.is_communications(user):
        raise Refused(_("Communications handles accounts that are not ours."), rule=RULE)


def check_is_not_ours(found: Found) -> None:
    """Raise `Stale` where it is being adopted, or was: then it has a custodian, who answers for it."""
    if found.account.state not in (AccountState.FOUND, AccountState.RETIRED) or found.status == "adopted":
        raise Stale(_("It is being adopted, or has been: see the account."), rule=RULE)


def check_is_open(found: Found) -> None:
    """Raise `Stale` unless the desk still works on it."""
    check_is_not_ours(found)
    if not found.is_open:
        words = {"state": found.get_status_display().lower()}
        raise Stale(_("This is over already: %(state)s. Reopen it first.") % words, rule=RULE)


def check_may_work(found: Found, user: User) -> None:
    """Raise `Refused` unless they handle it, and it is open."""
    check_may_handle(user)
    check_is_open(found)
