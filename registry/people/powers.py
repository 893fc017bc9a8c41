"""Which office gives which power, in sentences: asked by the rules, printed as the page "Who may do what"."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.once import once
from registry.people.models import Appointment, Office, Unit, User


class Power(models.TextChoices):
    """What an office lets its holder do, each as a sentence that ends "… may …"."""

    DECIDE_ADMINISTRATOR = "decide_administrator", _("decide requests of their units as administrator")
    DECIDE_SUPERINTENDENT = "decide_superintendent", _("decide requests as superintendent")
    DECIDE_COMMUNICATIONS = "decide_communications", _("decide requests for Communications")
    DECIDE_ALTERNATE = "decide_alternate", _("decide where the superintendent or Communications cannot")
    SEE_UNIT_REQUESTS = "see_unit_requests", _("see the requests of their units and their discussion")
    SEE_ALL_REQUESTS = "see_all_requests", _("see every request and its discussion")
    SEE_LEAD_TIMES = "see_lead_times", _("see how long each office takes to decide")
    SEE_OVERVIEW = "see_overview", _("see the overview: how all accounts stand and stood, and with whom what is late")
    SET_UP = (
        "set_up",
        _("set an approved account up, verify its login, say that a role is proven, and do recovery drills"),
    )
    DEPOSIT = "deposit", _("deposit the login and password of any account")
    REVEAL = "reveal", _("reveal the login and password of any account, each time with a reason and a second factor")
    SEE_TO_ROTATIONS = (
        "see_to_rotations",
        _("see to every password that must change, say who changes it, and how old one may become"),
    )
    KIT_FOR_COMMUNICATIONS = (
        "kit_communications",
        _("ask for a break-glass kit of every login, or agree to one, together with the superintendent’s office"),
    )
    KIT_FOR_SUPERINTENDENT = (
        "kit_superintendent",
        _("ask for a break-glass kit of every login, or agree to one, together with Communications"),
    )
    IMPORT = "import", _("deposit many logins at once from a password manager")
    CARE_FOR_UNIT = (
        "care_for_unit",
        _("offer the custody of accounts of their units where nobody has accepted it, and see what must change there"),
    )
    CARE_FOR_ALL = "care_for_all", _("offer the custody of any account where nobody has accepted it")
    CAMPAIGN_IN_UNIT = (
        "campaign_in_unit",
        _("ask how every account of their units stands (a campaign), and answer for any of them"),
    )
    CAMPAIGN_EVERYWHERE = (
        "campaign_everywhere",
        _("ask how every account stands (a campaign), answer for any of them, and decide whether one is retired"),
    )
    END_ACCOUNTS = (
        "end_accounts",
        _("close, park and retire accounts, record new handles, and say by when a platform ends"),
    )
    PLACE_HOLDS = (
        "place_holds",
        _("place the records of an account, or entries of the trail, under legal hold, and lift it"),
    )
    MARK_UNIT_COMPROMISED = (
        "mark_unit_compromised",
        _("mark an account of their units as compromised, which hides it at once, and ask to close one"),
    )
    MARK_COMPROMISED = "mark_compromised", _("mark any account as compromised, and say that it is secure again")
    WORK_DESK = "work_desk", _("say what accounts that are not ours are, and what becomes of them")
    DESIGNATE_UNIT_POSTERS = "designate_unit_posters", _("say who may post on the accounts of their units")
    DESIGNATE_POSTERS = "designate_posters", _("say who may post on any account")
    READ_UNIT_TRAIL = "read_unit_trail", _("read the audit trail of their units")
    READ_WHOLE_TRAIL = (
        "read_whole_trail",
        _("read the whole audit trail, what anybody knows of logins, what must change, and what came of drills"),
    )
    READ_SYSTEM_TRAIL = "read_system_trail", _("read the system's own events in the audit trail")
    NAME_DESIGNEE = "name_designee", _("name a designee for their own office, from one date to another")
    APPOINT_ADMINISTRATORS = "appoint_administrators", _("appoint administrators of units")
    APPOINT_DIRECTOR = "appoint_director", _("appoint the communications director")
    APPOINT_STAFF = "appoint_staff", _("appoint communications staff, which opens the vault to them")
    SIGN_APPOINTMENTS = (
        "sign_appointments",
        _(
            "propose or confirm, as one of two, who becomes superintendent, alternate or system administrator, and "
            "that a key is destroyed"
        ),
    )
    PREPARE_APPOINTMENTS = (
        "prepare_appointments",
        _(
            "prepare a proposal of a superintendent, alternate or system administrator, or that a key is destroyed, "
            "which two others then sign"
        ),
    )
    DISPOSE = (
        "dispose",
        _(
            "say for how long entries of the trail are kept, and propose or agree, as one of two, that those which are "
            "older are removed"
        ),
    )
    RECORD_UNIT_ABSENCES = "record_unit_absences", _("say that somebody who works in their units is away")
    RECORD_STAFF_ABSENCES = "record_staff_absences", _("say that somebody of the communications staff is away")
    RECORD_TOP_ABSENCES = "record_top_absences", _("say that the superintendent or the communications director is away")
    RECORD_ABSENCES = "record_absences", _("say that anybody is away")
    INVITE = "invite", _("invite people to sign in")
    CLOSE_SIGN_IN = "close_sign_in", _("close and reopen a person's sign-in, and end their sessions")
    DISMISS = (
        "dismiss",
        _("close somebody out at once who is dismissed, without their knowledge, and have all they know changed today"),
    )
    SET_UNIT_LAST_DAYS = (
        "set_unit_last_days",
        _("see what somebody of their units would leave behind, and say on which day one without an office leaves"),
    )
    PUBLISH_POLICY = "publish_policy", _("publish a new version of the policy")
    CHANGE_ROUTES = "change_routes", _("change which offices decide a kind of request, in which order and by when")
    EDIT_CALENDAR = "edit_calendar", _("keep the calendar of holidays, by which due dates are counted")
    KEEP_SEASONS = "keep_seasons", _("keep the seasons of the school year, and say on which day a class graduates")
    PLAN_PROOFS = "plan_proofs", _("say how many recovery drills there are a year, and how often roles are seen again")
    POLICY_IN_UNIT = (
        "policy_in_unit",
        _("see who has confirmed the policy in their units, and record confirmations on paper"),
    )
    POLICY_EVERYWHERE = (
        "policy_everywhere",
        _("see who has confirmed the policy everywhere, and record confirmations on paper"),
    )
    SEE_INVENTORY = "see_inventory", _("see which data are kept, of which class, and for how long")
    GIVE_RECORDS = (
        "give_records",
        _("put public records together for whoever asks, and take out what is held about somebody who has left"),
    )
    OPERATE = "operate", _("look after units, keys and settings; never a login, never a decision")


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


def _trail_of_offices(user: User) -> Q:
    rows = offices_of(user)
    powers = set().union(*(powers_from(row) for row in rows))
    if Power.READ_WHOLE_TRAIL in powers:
        return Q()
    scope = Q(actor_id=user.trail_id) | Q(object_type="user", object_id=user.trail_id)
    scope |= Q(object_type="appointment", object_id__in=_appointments_of(user))
    units = [row.unit for row in rows if row.unit and Power.READ_UNIT_TRAIL in powers_from(row)]
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
