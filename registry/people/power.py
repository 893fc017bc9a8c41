"""What an office may let its holder do, each as a sentence: the rows of the page "Who may do what"."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
