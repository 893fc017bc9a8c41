"""Who is in control where roles are delegated: seen to be, seen lately enough, and in whose hands (II.7, E2.21, E2.22).

A role of somebody who has left counts for nothing, though the platform still knows it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccessModel, Account, AccountState, ProofPlan, RoleHolder, RoleLevel, SignsIn
from accounts.rules.standing import communications_staff
from registry import clock
from registry.people.models import User

#: A role may be seen again so long before it has to be.
AHEAD = timedelta(days=30)


def proof_plan() -> ProofPlan:
    """How often it is proven that one can get in; what stands in the code until the district says otherwise."""
    return ProofPlan.objects.first() or ProofPlan()


def seen_again_by(day: date) -> date:
    """Until when a role that was seen on `day` must be seen again: as many months on as the plan says."""
    months = day.year * 12 + day.month - 1 + proof_plan().role_months
    return date(months // 12, months % 12 + 1, min(day.day, 28))


def in_force() -> Q:
    """Roles that somebody who works here holds, as a condition on them."""
    return Q(ended_at=None, to_remove_since=None, person__is_active=True)


def seen(account: Account) -> QuerySet[RoleHolder]:
    """The roles with full control that somebody else has seen, of people who work here."""
    full = account.role_holders.filter(in_force(), level=RoleLevel.FULL, proven_at__isnull=False)
    return full.select_related("person")


def roles_are_proven() -> Q:
    """What `control_missing` asks, as a condition on accounts: one of Communications, and one more."""
    full = RoleHolder.objects.filter(in_force(), account=OuterRef("pk"), level=RoleLevel.FULL, proven_at__isnull=False)
    two = full.values("account").annotate(n=Count("pk")).filter(n__gt=1)
    return Q(Exists(full.filter(person__in=communications_staff()))) & Q(Exists(two))


def control_missing(account: Account, *, without: RoleHolder | None = None) -> list[str]:
    """Whose full control is not proven, a sentence: Communications and one more employee need it (II.7, E2.21).

    `without` asks how it would be once that role has ended.
    """
    full = seen(account)
    holders = set((full.exclude(pk=without.pk) if without else full).values_list("person_id", flat=True))
    if not holders & {person.pk for person in communications_staff()}:
        return [_("Nobody of Communications is proven to have full control.")]
    return (
        [] if len(holders) > 1 else [_("One more employee must be proven to have full control, beside Communications.")]
    )


def open_roles(account: Account) -> list[RoleHolder]:
    """The roles that somebody is recorded to hold, also where who holds one has left."""
    return list(account.role_holders.filter(ended_at=None).select_related("person"))


def left_words(account: Account) -> list[str]:
    """Who has left, or lost the account, and still has a role, a sentence each."""
    left = _("%(name)s no longer works here and still has a role: take it away.")
    lost = _("%(name)s no longer looks after it and still has a role: take it away.")
    rows = [row.person for row in open_roles(account) if row.to_remove_since]
    return [(lost if person.is_active else left) % {"name": person.name} for person in rows]


def late_words(account: Account) -> list[str]:
    """That full control of Communications should have been seen again, as a sentence."""
    ours = {person.pk for person in communications_staff()}
    late = [row for row in open_roles(account) if row.person_id in ours and is_late(row)]
    return [_late_words(row) for row in late[:1]]


def only_a_profile(rows: Sequence[RoleHolder]) -> list[str]:
    """That everything hangs on one person's own profile, as a sentence: profiles get closed, people leave (E2.22)."""
    full = [row for row in rows if row.level == RoleLevel.FULL and not row.ended_at and not row.to_remove_since]
    if len(full) != 1 or full[0].signs_in != SignsIn.OWN:
        return []
    words = _("Only %(name)s has full control, through a profile of their own: give it to Communications as well.")
    return [words % {"name": full[0].person.name}]


def is_late(role: RoleHolder) -> bool:
    """Whether it should have been seen again by now."""
    return role.prove_by is not None and role.prove_by < clock.today() and not (role.ended_at or role.to_remove_since)


def to_see_again(day: date) -> QuerySet[RoleHolder]:
    """Communications' full control that must be seen again by a day, on accounts that are in use."""
    rows = RoleHolder.objects.filter(
        in_force(), level=RoleLevel.FULL, prove_by__lte=day, person__in=communications_staff(),
        account__state=AccountState.ACTIVE, account__platform__access_model=AccessModel.DELEGATED_ROLES,
    )  # fmt: skip
    return rows.select_related("person", "account__platform", "account__unit").order_by("prove_by", "pk")


def to_remove() -> QuerySet[RoleHolder]:
    """The roles of people who have left or lost the account, which somebody takes away on the platform."""
    rows = RoleHolder.objects.filter(ended_at=None, to_remove_since__isnull=False)
    return rows.select_related("person", "account__platform", "account__unit").order_by("to_remove_since", "pk")


def held_by(person: User) -> QuerySet[RoleHolder]:
    """The roles somebody holds that nobody has asked to be taken away yet."""
    rows = RoleHolder.objects.filter(person=person, ended_at=None, to_remove_since=None)
    return rows.select_related("account__platform", "account__unit").order_by("account_id", "pk")


def _late_words(row: RoleHolder) -> str:
    day = date_format(clock.local(row.proven_at).date() if row.proven_at else clock.today(), "F j, Y")
    words = _("That %(name)s has full control was last seen on %(day)s: look again.")
    return words % {"name": row.person.name, "day": day}
