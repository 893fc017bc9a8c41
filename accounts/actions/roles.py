"""Who holds which role on platforms without a shared login, and who has seen it (E2.21)."""

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.models import Account, RoleHolder
from accounts.rules import roles as rules
from accounts.rules.standing import standing_of
from registry import audit, clock
from registry.people.models import User
from registry.people.refusal import Stale


@audit.act()
def record(account: Account, *, person: User, level: str, by: User) -> RoleHolder:
    """Write down that somebody holds a role under a sign-in of their own. Raises `Refused`."""
    account = locked(account)
    rules.check_may_record(standing_of(account, by), person)
    if account.role_holders.filter(person=person, ended_at=None).exists():
        raise Stale(_("%(name)s is on the list already.") % {"name": person.name})
    role: RoleHolder = RoleHolder.objects.create(account=account, person=person, level=level, recorded_by=by)
    audit.record(audit.Event.ROLE_RECORDED, by=by, on=account, after={"person": person.trail_label, "level": level})
    return role


@audit.act()
def prove(role: RoleHolder, *, by: User) -> RoleHolder:
    """Say that one has seen the person hold this role on the platform. Raises `Refused`."""
    account = locked(role.account)
    role = RoleHolder.objects.select_related("person").get(pk=role.pk)
    rules.check_may_prove(standing_of(account, by), role)
    role.proven_at, role.proven_by = clock.now(), by
    role.save(update_fields=["proven_at", "proven_by"])
    audit.record(
        audit.Event.ROLE_PROVEN, by=by, on=account, after={"person": role.person.trail_label, "level": role.level}
    )
    return role


@audit.act()
def end(role: RoleHolder, *, by: User) -> RoleHolder:
    """Write down that somebody no longer holds their role. Raises `Refused`."""
    account = locked(role.account)
    role = RoleHolder.objects.select_related("person").get(pk=role.pk)
    rules.check_may_end(standing_of(account, by), role)
    role.ended_at, role.ended_by = clock.now(), by
    role.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        audit.Event.ROLE_ENDED, by=by, on=account, before={"person": role.person.trail_label, "level": role.level}
    )
    return role
