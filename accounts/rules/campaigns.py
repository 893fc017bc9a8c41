"""Who asks for a word on every account that is due, where, and who sees how far it has come (IV.11)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Campaign, Packet
from registry import clock
from registry.people import powers
from registry.people.models import Appointment, Office, Unit, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "IV.11"


def units_of(user: User) -> list[Unit]:
    """The units whose administrator somebody is in their own right: theirs, and what is under them."""
    rows = powers.offices_of(user)
    return [row.unit for row in rows if row.unit and Power.CAMPAIGN_IN_UNIT in powers.powers_from(row)]


def opens_everywhere(user: User) -> bool:
    return powers.has_power(user, Power.CAMPAIGN_EVERYWHERE)


def units_to_open(user: User) -> QuerySet[Unit]:
    """Where somebody may open a campaign."""
    rows: QuerySet[Unit] = Unit.objects.order_by("path")
    return rows if opens_everywhere(user) else rows.filter(within(units_of(user)))


def check_may_open(user: User, unit: Unit | None = None) -> None:
    """Raise `Refused` unless they may open one: administrators for their units, Communications for all."""
    if opens_everywhere(user):
        return
    own = units_of(user)
    if not own or (unit is not None and not any(each.covers(unit) for each in own)):
        message = _("The unit’s administrator and Communications ask for a word on every account.")
        raise Refused(message, rule=RULE, field="unit")


def check_may_set_terms(user: User) -> None:
    """Raise `Refused` unless they are of Communications: it may open a campaign anywhere."""
    if not opens_everywhere(user):
        raise Refused(_("Communications says how soon a campaign asks again."), rule=RULE)


def check_due(due_on: date) -> None:
    """Raise `Refused` for a day that leaves nobody any time."""
    if due_on <= clock.today():
        raise Refused(_("Enter a day that is still to come."), rule=RULE, field="due_on")


def sees_all(user: User) -> bool:
    """Communications and the superintendent (or a designee) see every campaign."""
    offices = powers.offices_of(user)
    return opens_everywhere(user) or any(row.office == Office.SUPERINTENDENT for row in offices)


def sees_any(user: User) -> bool:
    """Whether the way to the campaigns is shown."""
    return sees_all(user) or bool(units_of(user))


def visible_to(user: User) -> QuerySet[Campaign]:
    """Those somebody may see: an administrator, those that ask about accounts of theirs."""
    rows = Campaign.objects.select_related("unit", "season", "opened_by", "closed_by")
    if sees_all(user):
        return rows
    own = units_of(user)
    above = {number for unit in own for number in unit.path_ids()}
    return rows.filter(within(own, "unit__") | Q(unit__in=above))


def the_campaign(user: User, uuid: UUID) -> Campaign:
    """The campaign of an address; raises Http404 where there is none for this person."""
    found = visible_to(user).filter(uuid=uuid).first() if user.is_active else None
    if found is None:
        raise Http404
    return found


def packets_of(campaign: Campaign, user: User) -> QuerySet[Packet]:
    """What of it somebody may see: all, or what is of their units."""
    rows = campaign.packets.select_related("account__platform", "account__unit", "custodian")
    return rows if sees_whole(campaign, user) else rows.filter(within(units_of(user), "account__unit__"))


def sees_whole(campaign: Campaign, user: User) -> bool:
    """Whether they see every account it asks about; what they see is a part otherwise, and is said to be one."""
    return sees_all(user) or any(unit.covers(campaign.unit) for unit in units_of(user))


def check_may_steer(campaign: Campaign, user: User) -> None:
    """Raise `Refused` unless they may close or cancel it: whoever could open it."""
    check_may_open(user, campaign.unit)
    if not campaign.is_open:
        raise Stale(_("This campaign is over already."))


def check_is_complete(campaign: Campaign) -> None:
    """Raise `Refused` while an answer is missing: it closes at 100 %, and not before."""
    left = campaign.packets.live().count()
    if left:
        raise Refused(_("It closes once every account has its answer: %(n)d are missing.") % {"n": left}, rule=RULE)


def administrators_above(path: Iterable[int]) -> list[list[User]]:
    """Who administers these units in their own right, unit by unit, the nearest first."""
    wanted = list(path)
    rows = Appointment.objects.in_force().filter(office=Office.ADMINISTRATOR, on_behalf_of=None, unit__in=wanted)
    near: dict[int, list[User]] = {}
    for row in rows.select_related("person").order_by("pk"):
        near.setdefault(row.unit_id or 0, []).append(row.person)
    return [near[number] for number in wanted if number in near]


def within(units: Iterable[Unit], prefix: str = "") -> Q:
    """What is of these units or under them; nothing where there are none."""
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(**{f"{prefix}path__startswith": unit.path})
    return found
