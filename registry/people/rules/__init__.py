"""May this person do this, now? `check_…` raises `Refused` with the sentence; buttons ask the same through `may`."""

from registry.people.rules.absences import (
    check_absence,
    check_may_end_absence,
    check_may_record_absence,
)
from registry.people.rules.appointments import (
    ONE_AT_A_TIME,
    check_appointment,
    overlapping,
)
from registry.people.rules.days import day_words
from registry.people.rules.keys import check_may_see_keys
from registry.people.rules.may import (
    may,
)
from registry.people.rules.offices import (
    APPOINTED_BY_POWER,
    WITH_DESIGNEES,
    check_may_appoint,
    check_may_appoint_somebody,
    check_may_appoint_to,
    check_may_end,
    check_may_name_designee,
    offices_to_give,
    offices_with_designees,
)
from registry.people.rules.people import (
    LONGEST_ADDRESS,
    NEVER_VACANT,
    check_may_close_sign_in,
    check_may_deactivate,
    check_may_edit,
    check_may_invite,
    check_may_invite_again,
    check_may_reactivate,
    district_address,
    namesake,
    taken_words,
)
from registry.people.rules.proposals import (
    agreed_destruction,
    check_first_still_may,
    check_may_prepare_destruction,
    check_may_propose_end,
    check_may_propose_for,
    check_may_see_proposals,
    check_may_sign,
    check_may_withdraw,
    check_none_open,
    check_open,
    may_sign,
    visible_proposals,
)
from registry.people.rules.units import check_may_open_unit, check_unit

__all__ = [
    "APPOINTED_BY_POWER",
    "LONGEST_ADDRESS",
    "NEVER_VACANT",
    "ONE_AT_A_TIME",
    "WITH_DESIGNEES",
    "agreed_destruction",
    "check_absence",
    "check_appointment",
    "check_first_still_may",
    "check_may_appoint",
    "check_may_appoint_somebody",
    "check_may_appoint_to",
    "check_may_close_sign_in",
    "check_may_deactivate",
    "check_may_edit",
    "check_may_end",
    "check_may_end_absence",
    "check_may_invite",
    "check_may_invite_again",
    "check_may_name_designee",
    "check_may_open_unit",
    "check_may_prepare_destruction",
    "check_may_propose_end",
    "check_may_propose_for",
    "check_may_reactivate",
    "check_may_record_absence",
    "check_may_see_keys",
    "check_may_see_proposals",
    "check_may_sign",
    "check_may_withdraw",
    "check_none_open",
    "check_open",
    "check_unit",
    "day_words",
    "district_address",
    "may",
    "may_sign",
    "namesake",
    "offices_to_give",
    "offices_with_designees",
    "overlapping",
    "taken_words",
    "visible_proposals",
]
