"""Who makes a break-glass kit, with whom, and when: two people of two offices, never who operates the system."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Kit, KitState, SecretField, SecretState, SecretVersion, Side
from accounts.rules.standing import communications_staff, witnesses
from registry import clock
from registry.people import powers
from registry.people.models import Appointment, Office, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "two-person acts"
A_DAY = timedelta(hours=24)
ASKED_IN_A_DAY = 3
OPEN = (KitState.ASKED, KitState.AGREED)
_SIDE_OF = {
    Power.KIT_FOR_COMMUNICATIONS: Side.COMMUNICATIONS,
    Power.KIT_FOR_SUPERINTENDENT: Side.SUPERINTENDENT,
}


def sides_of(user: User) -> set[Side]:
    """For which of the two offices somebody can act; none for who operates the system, whatever else they are."""
    offices = powers.offices_of(user)
    if any(row.office == Office.SYSTEM_ADMINISTRATOR for row in offices):
        return set()
    held = set().union(*(powers.powers_from(row) for row in offices))
    return {side for power, side in _SIDE_OF.items() if power in held}


def check_may_take_part(user: User) -> None:
    """Raise `Refused` unless this person can be one of the two."""
    if not sides_of(user):
        message = _(
            "A break-glass kit is made by two people: one of Communications, and the superintendent or a designee."
        )
        raise Refused(message, rule=RULE)


def visible(user: User) -> "QuerySet[Kit]":
    """The kits this person may see: all for those who can take part, for anybody else those they had a part in."""
    rows = Kit.objects.select_related("asked_by", "agreed_by", "closed_by", "destroyed_by")
    return rows if sides_of(user) else rows.filter(Q(asked_by=user) | Q(agreed_by=user))


def the_kit(user: User, uuid: UUID) -> Kit:
    """One kit; raises Http404 where there is none, or none for this person."""
    found = visible(user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def check_may_ask(user: User) -> None:
    """Raise `Refused` unless this person may ask for a kit now. Their row is locked, so two at once count as two."""
    check_may_take_part(user)
    if Kit.objects.filter(asked_by=user, asked_at__gt=clock.now() - A_DAY).count() >= ASKED_IN_A_DAY:
        message = _("You have asked for %(limit)d kits in 24 hours. That is the limit; try again tomorrow.")
        raise Refused(message % {"limit": ASKED_IN_A_DAY}, rule="kit limits")


def check_open(kit: Kit) -> None:
    """Raise `Stale` with what became of a kit that is not on its way any more."""
    if kit.state in OPEN and clock.now() <= kit.until:
        return
    told = {
        KitState.DOWNLOADED: _("This kit was downloaded already, and is downloaded once. Ask for a new one."),
        KitState.CANCELLED: _("This kit was cancelled. Ask for a new one."),
        KitState.FAILED: _("This kit could not be made. Ask for a new one."),
    }
    raise Stale(told.get(KitState(kit.state), _("The 15 minutes are over, so nothing was made. Ask for a new kit.")))


def check_may_agree(kit: Kit, user: User) -> None:
    """Raise unless this person is the second of the two: another one, of the other office, in time."""
    check_may_take_part(user)
    check_open(kit)
    if user.pk == kit.asked_by_id:
        raise Refused(_("You asked for this kit. Somebody of the other office must agree."), rule=RULE)
    if kit.state == KitState.AGREED:
        name = kit.agreed_by.name if kit.agreed_by else ""
        raise Stale(_("%(name)s has agreed already.") % {"name": name})
    if Side(kit.asked_for).other not in sides_of(user):
        message = _("This kit was asked for by your own office. The other one must agree: %(office)s.")
        raise Refused(message % {"office": Side(kit.asked_for).other.label}, rule=RULE)
    _check_still_may(kit.asked_by, Side(kit.asked_for))


def check_may_cancel(kit: Kit, user: User) -> None:
    """Raise unless this person can take part, and the kit is still on its way: either office may stop it."""
    check_may_take_part(user)
    check_open(kit)


def check_may_see_half(kit: Kit, user: User) -> None:
    """Raise unless this person is one of the two, both still may, and they have not seen their half yet."""
    _check_both_still_may(kit, user)
    if kit.state != KitState.AGREED:
        raise Stale(_("Nobody of the other office has agreed yet."))
    if kit.halves.filter(person=user, seen_at__isnull=False).exists():
        raise Stale(_("Your half was shown once, and is not shown again. If you have lost it, cancel this kit."))


def check_may_download(kit: Kit, user: User) -> None:
    """Raise unless this person asked for it, both still may, and both have seen their half of the passphrase."""
    if user.pk != kit.asked_by_id:
        raise Refused(_("Whoever asked for the kit downloads it."), rule=RULE)
    _check_both_still_may(kit, user)
    unseen = kit.halves.filter(seen_at=None).select_related("person")
    if kit.state != KitState.AGREED:
        raise Stale(_("Nobody of the other office has agreed yet."))
    if unseen:
        names = ", ".join(half.person.name for half in unseen)
        raise Stale(
            _("First both halves of the passphrase are written down. Still to come: %(names)s.") % {"names": names}
        )


def check_may_attest(kit: Kit, user: User) -> None:
    """Raise unless this person can say what became of the kit: one of the two, or who could make one today."""
    if user.pk not in (kit.asked_by_id, kit.agreed_by_id):
        check_may_take_part(user)
    if kit.state != KitState.DOWNLOADED:
        raise Stale(_("This kit was never downloaded, so there is nothing to destroy."))
    if kit.destroyed_at:
        name = kit.destroyed_by.name if kit.destroyed_by else ""
        raise Stale(_("%(name)s has recorded already that it is destroyed.") % {"name": name})


def can_agree(kit: Kit) -> list[User]:
    """Everybody who could be the second person."""
    people = witnesses() if kit.asked_for == Side.COMMUNICATIONS else communications_staff()
    return [person for person in people if person.pk != kit.asked_by_id and sides_of(person)]


def are_told() -> list[User]:
    """Who hears that a kit was made: everybody who holds the vault, and the superintendents of today."""
    own = Appointment.objects.in_force().filter(office=Office.SUPERINTENDENT, on_behalf_of=None)
    return [*communications_staff(), *User.objects.filter(pk__in=own.values("person"))]


def concerned(kit: Kit) -> list[User]:
    """Who hears that a kit is not to be: the two who make it, everybody who holds the vault, the superintendents."""
    return [person for person in (kit.asked_by, kit.agreed_by) if person] + are_told()


def contents() -> list[SecretVersion]:
    """What goes into a kit: every current value but used backup codes, and what was verified last where a newer
    deposit is not verified yet.
    """
    live = Q(is_current=True, used_at=None) | Q(is_current=False, state=SecretState.VERIFIED)
    rows = SecretVersion.objects.filter(live).exclude(field__in=SecretField.lists(), is_current=False)
    places = (
        "account__unit__name",
        "account__platform__order",
        "account__handle",
        "account",
        "field",
        "slot",
        "version",
    )
    return list(rows.select_related("account__platform", "account__unit").order_by(*places))


def _check_both_still_may(kit: Kit, user: User) -> None:
    """Two offices made it, not one and a memory: asked again at each step."""
    if user.pk not in (kit.asked_by_id, kit.agreed_by_id):
        raise Refused(_("Only the two who make this kit see its passphrase, each one half."), rule=RULE)
    check_open(kit)
    _check_still_may(kit.asked_by, Side(kit.asked_for))
    if kit.agreed_by:
        _check_still_may(kit.agreed_by, Side(kit.asked_for).other)


def _check_still_may(person: User, side: Side) -> None:
    if not person.is_active or side not in sides_of(person):
        message = _("%(name)s no longer holds an office that can. Cancel this kit and ask for a new one.")
        raise Refused(message % {"name": person.name}, rule=RULE)
