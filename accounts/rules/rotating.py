"""Rotations: who sees them, who sees one through, who says whose it is (domain.md: rotation, who may do what)."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import AccountState, BackupCustodian, Custody, CustodyState, ReasonKind, Rotation
from accounts.models.rotation import RotationQuerySet
from accounts.rules.renewal import RULE, must_lose, progress
from accounts.rules.standing import Standing, standing_of
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale


def visible_to(user: User) -> RotationQuerySet:
    """The rotations somebody may see: Communications and superintendent all, others those they own, and those of
    accounts they look after or administer.
    """
    rows = Rotation.objects.select_related("account__platform", "account__unit", "owner")
    offices = [row for row in powers.offices_of(user) if row.on_behalf_of_id is None]
    if any(Power.READ_WHOLE_TRAIL in powers.powers_from(row) for row in offices):
        return rows
    held = Custody.objects.filter(custodian=user, state__in=CustodyState.in_hand(), unverified=False).values("account")
    backed = BackupCustodian.objects.filter(person=user, ended_at=None).values("account")
    scope = Q(owner=user) | Q(account__in=held) | Q(account__in=backed)
    for row in offices:
        if row.unit and Power.CARE_FOR_UNIT in powers.powers_from(row):
            scope |= Q(account__unit__path__startswith=row.unit.path)
    return rows.filter(scope)


def the_rotation(user: User, uuid: UUID) -> Rotation:
    """The rotation with its account; raises Http404 where there is none for this person."""
    found = visible_to(user).filter(uuid=uuid).first()
    if found is None or not user.is_active:
        raise Http404
    return found


#: What people report; the other reasons come up by themselves.
REPORTED = (ReasonKind.REPORTED_CHANGE, ReasonKind.INCIDENT)


def check_may_report(standing: Standing, kind: str = ReasonKind.REPORTED_CHANGE) -> None:
    """Raise `Refused` unless they may say that a login must change: who looks after the account, and Communications."""
    if kind not in REPORTED:
        raise Refused(_("Choose what happened."), rule=RULE)
    if standing.account.state == AccountState.RETIRED:
        raise Stale(_("This account is closed."))
    if not (standing.communications or standing.looks_after):
        raise Refused(
            _("Only the custodian, the backup and Communications report a change of this login."), rule="II.7"
        )
    if not standing.account.platform.shares_login:
        raise Refused(_("People sign in under names of their own here: there is no login to change."), rule=RULE)


def check_may_do(rotation: Rotation, user: User) -> None:
    """Raise `Refused` unless they may see a rotation through: they may know the login, and need not lose it."""
    if rotation.closed_at:
        raise Stale(_("This is done already."))
    standing = standing_of(rotation.account, user)
    if standing.system_administrator:
        raise Refused(_("System administrators never open a login."), rule="domain: who may do what")
    if not (standing.communications or standing.looks_after):
        raise Refused(_("The custodian, the backup and Communications change this login."), rule=RULE)
    if rotation.account.state == AccountState.CLOSING and not standing.communications:
        raise Refused(_("The account is being closed: Communications changes its login until it is gone."), rule=RULE)
    if user.pk in must_lose(rotation):
        raise Refused(_("Somebody else must change it: you are among those who must not know it."), rule=RULE)


def check_has_changed(rotation: Rotation) -> None:
    """Raise `Refused` while nothing that is really new is deposited."""
    now = progress(rotation)
    if not now.changed:
        message = _("Change it on the platform and deposit the new one first. %(why)s")
        raise Refused(message % {"why": now.why_not}, rule=RULE)


def check_may_assign(rotation: Rotation, user: User) -> None:
    """Raise `Refused` unless they are of Communications, and it is still to be done."""
    if not powers.has_power(user, Power.SEE_TO_ROTATIONS):
        raise Refused(_("Communications says who changes a login."), rule=RULE)
    if rotation.closed_at:
        raise Stale(_("This is done already."))


def check_can_own(rotation: Rotation, person: User) -> None:
    """Raise `Refused` for somebody who could not see it through."""
    if not person.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="IV.11")
    try:
        check_may_do(rotation, person)
    except Stale:
        raise
    except Refused as refused:
        message = _("%(name)s cannot change this login: they do not look after it, or must not know it.")
        raise Refused(message % {"name": person.name}, rule=refused.rule) from refused
