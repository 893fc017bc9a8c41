"""Which office gives which power, in sentences: asked by the rules, printed as the page "Who may do what"."""

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.once import once
from registry.people.models import Appointment, Office, Unit, User
from registry.people.power import Power

POWERS: dict[Office, set[Power]] = {
    Office.ADMINISTRATOR: {
        Power.DECIDE_ADMINISTRATOR,
        Power.SEE_UNIT_REQUESTS,
        Power.SEE_LEAD_TIMES,
        Power.CARE_FOR_UNIT,
        Power.CAMPAIGN_IN_UNIT,
        Power.MARK_UNIT_COMPROMISED,
        Power.DESIGNATE_UNIT_POSTERS,
        Power.READ_UNIT_TRAIL,
        Power.NAME_DESIGNEE,
        Power.RECORD_UNIT_ABSENCES,
        Power.SET_UNIT_LAST_DAYS,
        Power.POLICY_IN_UNIT,
    },
    Office.SUPERINTENDENT: {
        Power.DECIDE_SUPERINTENDENT,
        Power.SEE_ALL_REQUESTS,
        Power.SEE_LEAD_TIMES,
        Power.SEE_OVERVIEW,
        Power.KIT_FOR_SUPERINTENDENT,
        Power.PLACE_HOLDS,
        Power.DISPOSE,
        Power.READ_WHOLE_TRAIL,
        Power.NAME_DESIGNEE,
        Power.APPOINT_ADMINISTRATORS,
        Power.APPOINT_DIRECTOR,
        Power.SIGN_APPOINTMENTS,
        Power.RECORD_ABSENCES,
        Power.INVITE,
        Power.CLOSE_SIGN_IN,
        Power.DISMISS,
        Power.PUBLISH_POLICY,
        Power.CHANGE_ROUTES,
        Power.KEEP_SEASONS,
        Power.SEE_INVENTORY,
        Power.POLICY_EVERYWHERE,
    },
    Office.COMMUNICATIONS_DIRECTOR: {
        Power.DECIDE_COMMUNICATIONS,
        Power.SEE_ALL_REQUESTS,
        Power.SEE_LEAD_TIMES,
        Power.SEE_OVERVIEW,
        Power.SET_UP,
        Power.DEPOSIT,
        Power.REVEAL,
        Power.SEE_TO_ROTATIONS,
        Power.KIT_FOR_COMMUNICATIONS,
        Power.IMPORT,
        Power.CARE_FOR_ALL,
        Power.CAMPAIGN_EVERYWHERE,
        Power.END_ACCOUNTS,
        Power.PLACE_HOLDS,
        Power.DISPOSE,
        Power.MARK_COMPROMISED,
        Power.WORK_DESK,
        Power.DESIGNATE_POSTERS,
        Power.READ_WHOLE_TRAIL,
        Power.NAME_DESIGNEE,
        Power.APPOINT_STAFF,
        Power.SIGN_APPOINTMENTS,
        Power.RECORD_STAFF_ABSENCES,
        Power.INVITE,
        Power.CLOSE_SIGN_IN,
        Power.DISMISS,
        Power.PUBLISH_POLICY,
        Power.CHANGE_ROUTES,
        Power.EDIT_CALENDAR,
        Power.KEEP_SEASONS,
        Power.PLAN_PROOFS,
        Power.SEE_INVENTORY,
        Power.GIVE_RECORDS,
        Power.POLICY_EVERYWHERE,
    },
    Office.COMMUNICATIONS_STAFF: {
        Power.SEE_ALL_REQUESTS,
        Power.SEE_LEAD_TIMES,
        Power.SEE_OVERVIEW,
        Power.SET_UP,
        Power.DEPOSIT,
        Power.REVEAL,
        Power.SEE_TO_ROTATIONS,
        Power.KIT_FOR_COMMUNICATIONS,
        Power.IMPORT,
        Power.CARE_FOR_ALL,
        Power.CAMPAIGN_EVERYWHERE,
        Power.END_ACCOUNTS,
        Power.MARK_COMPROMISED,
        Power.WORK_DESK,
        Power.DESIGNATE_POSTERS,
        Power.READ_WHOLE_TRAIL,
        Power.KEEP_SEASONS,
        Power.SEE_INVENTORY,
        Power.GIVE_RECORDS,
        Power.POLICY_EVERYWHERE,
    },
    Office.ALTERNATE: {Power.DECIDE_ALTERNATE, Power.SIGN_APPOINTMENTS, Power.RECORD_TOP_ABSENCES},
    Office.SYSTEM_ADMINISTRATOR: {
        Power.READ_SYSTEM_TRAIL,
        Power.PREPARE_APPOINTMENTS,
        Power.INVITE,
        Power.CLOSE_SIGN_IN,
        Power.EDIT_CALENDAR,
        Power.SEE_INVENTORY,
        Power.OPERATE,
    },
}

# What every user may do, beside the offices; for the page only.
EVERYONE = [
    ("search", _("search the register and see each account's identity and custodian")),
    ("ask", _("ask for an account, a registration or an authorization")),
    ("see_own", _("see their own requests, and those that propose them as custodian")),
    (
        "look_after",
        _(
            "deposit and reveal the logins of accounts they look after, as custodian or backup, with a second factor; "
            "say who else knows them, change those that must change, and see whose the ways in are"
        ),
    ),
    ("own_absence", _("say from when until when they are out of office")),
    (
        "own_trail",
        _(
            "read in the audit trail what they did, and what was done to their own sign-in and offices and to "
            "accounts they look after"
        ),
    ),
    (
        "post",
        _("see who may post on any account, and post where they are designated; with the login where that was given"),
    ),
]

# What a designee gets of an office: its decisions and what is needed to make them, never the vault, never appointing.
# A kit takes a second person of Communications, and neither of the two can open it without the other's half.
DESIGNEE_POWERS = {
    Power.DECIDE_ADMINISTRATOR,
    Power.DECIDE_SUPERINTENDENT,
    Power.DECIDE_COMMUNICATIONS,
    Power.SEE_UNIT_REQUESTS,
    Power.SEE_ALL_REQUESTS,
    Power.SEE_LEAD_TIMES,
    Power.KIT_FOR_SUPERINTENDENT,
}

DECIDING = {Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.ALTERNATE}
OPENS_THE_VAULT = {Office.COMMUNICATIONS_DIRECTOR, Office.COMMUNICATIONS_STAFF}
BY_TWO_TOGETHER = {Office.SUPERINTENDENT, Office.ALTERNATE, Office.SYSTEM_ADMINISTRATOR}


@once
def offices_of(user: User) -> list[Appointment]:
    """The appointments a person holds today, as designee too."""
    return list(user.appointments.in_force().select_related("unit", "on_behalf_of__person"))


def powers_of(user: User) -> set[Power]:
    """Everything the person's offices let them do somewhere; in which unit is for the rules to ask `holds`."""
    return set().union(*(powers_from(row) for row in offices_of(user)))


def powers_from(appointment: Appointment) -> set[Power]:
    """What one appointment gives: a designee gets the decisions of the office only."""
    powers = POWERS[Office(appointment.office)]
    return powers & DESIGNEE_POWERS if appointment.on_behalf_of_id else powers


def has_power(user: User, power: Power) -> bool:
    """Whether some office of the person gives this power."""
    return power in powers_of(user)


def holds(user: User, office: Office, unit: Unit | None = None) -> Appointment | None:
    """The appointment by which a person holds an office today, own before designee; None if they do not.

    An administrator holds it for their unit and all below: give the `unit` it is about. Without one, any will do.
    """
    rows = user.appointments.in_force().filter(office=office).select_related("unit", "on_behalf_of__person")
    if unit is not None and office == Office.ADMINISTRATOR:
        rows = rows.filter(unit__in=unit.path_ids())
    return min(rows, key=lambda row: (row.on_behalf_of_id is not None, row.pk), default=None)


def is_communications(user: User) -> bool:
    """Whether the person is of Communications (its director or staff, in their own right): a designee is not."""
    return any(row.office in OPENS_THE_VAULT and row.on_behalf_of_id is None for row in offices_of(user))


def decides(user: User) -> bool:
    """Whether the person holds an office that decides requests, in their own right or as a designee."""
    return any(row.office in DECIDING for row in offices_of(user))


TrailScope = Callable[[User], Q]
_trail_scopes: list[TrailScope] = []
_trail_veils: list[TrailScope] = []


def add_trail_scope(scope: TrailScope) -> TrailScope:
    """Let a room upstairs add what a person may read of the trail, such as the acts on accounts they look after."""
    if scope not in _trail_scopes:
        _trail_scopes.append(scope)
    return scope


def add_trail_veil(veil: TrailScope) -> TrailScope:
    """Let a room upstairs hold back some of its entries from whoever may not know of them, whatever their office."""
    if veil not in _trail_veils:
        _trail_veils.append(veil)
    return veil


def trail_scope(user: User) -> Q:
    """Which entries of the trail a person may read, as a condition on `audit.Entry` (domain.md, who may do what).

    Everyone: their own acts and what was done to their own sign-in and offices. Administrators: their units.
    Superintendent and Communications: all. System administrators: the system's own events. What a veil holds back is
    never among them.
    """
    scope = _trail_of_offices(user)
    for veil in _trail_veils:
        scope &= veil(user)
    return scope


def reads_whole_trail(user: User) -> bool:
    """Whether a person reads the whole trail, and so others' reasons too (security C7)."""
    return has_power(user, Power.READ_WHOLE_TRAIL)


def units_read(user: User) -> list[Unit]:
    """The units of which a person reads the trail by an office, each with all below it."""
    rows = offices_of(user)
    return [row.unit for row in rows if row.unit and Power.READ_UNIT_TRAIL in powers_from(row)]


def _trail_of_offices(user: User) -> Q:
    powers = powers_of(user)
    if Power.READ_WHOLE_TRAIL in powers:
        return Q()
    scope = Q(actor_id=user.trail_id) | Q(object_type="user", object_id=user.trail_id)
    scope |= Q(object_type="appointment", object_id__in=_appointments_of(user))
    units = units_read(user)
    scope |= Q(unit_id__in=_with_all_below(units)) if units else Q()
    if Power.READ_SYSTEM_TRAIL in powers:
        scope |= Q(object_type__in=SYSTEM_OBJECTS)
    for extend in _trail_scopes:
        scope |= extend(user)
    return scope


def _appointments_of(user: User) -> list[str]:
    """All the offices somebody holds, held or will hold, as the trail names them."""
    return [str(pk) for pk in user.appointments.values_list("pk", flat=True)]


# What a system administrator reads: the system's own events, none of an account, a request or a secret.
SYSTEM_OBJECTS = {
    *("", "user", "appointment", "proposal", "absence", "unit", "policy", "key", "letter", "chain", "setting")
}


def _with_all_below(units: list[Unit]) -> list[str]:
    below = Q(pk__in=[])
    for unit in units:
        below |= Q(path__startswith=unit.path)
    return [str(pk) for pk in Unit.objects.filter(below).values_list("pk", flat=True)]
