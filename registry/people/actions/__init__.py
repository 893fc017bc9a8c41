"""The only code that changes people, units, appointments and absences: one verb each, recorded, with its letters."""

from registry.people.actions.absences import end_absence, record_absence
from registry.people.actions.calendar import add_holiday, add_holidays, remove_holiday
from registry.people.actions.checkpoint import tell_checkpoint
from registry.people.actions.closing import deactivate, end_sessions, reactivate
from registry.people.actions.departures import (
    change_departure,
    leave_as_planned,
    leave_now,
    plan_departure,
    say_it_waits,
    take_departure_back,
)
from registry.people.actions.details import change_own_details, edit, invite, invite_again
from registry.people.actions.disposals import dispose, propose_disposal
from registry.people.actions.exposing import ask_for_new_factors, end_all_sessions
from registry.people.actions.founding import Founder, found_district
from registry.people.actions.offices import appoint, end_appointment
from registry.people.actions.proposals import (
    lapse_due,
    prepare_destruction,
    propose,
    propose_end,
    sign,
    withdraw_proposal,
)
from registry.people.actions.units import open_unit

__all__ = [
    "Founder",
    "add_holiday",
    "add_holidays",
    "appoint",
    "ask_for_new_factors",
    "change_departure",
    "change_own_details",
    "deactivate",
    "dispose",
    "edit",
    "end_absence",
    "end_all_sessions",
    "end_appointment",
    "end_sessions",
    "found_district",
    "invite",
    "invite_again",
    "lapse_due",
    "leave_as_planned",
    "leave_now",
    "open_unit",
    "plan_departure",
    "prepare_destruction",
    "propose",
    "propose_disposal",
    "propose_end",
    "reactivate",
    "record_absence",
    "remove_holiday",
    "say_it_waits",
    "sign",
    "take_departure_back",
    "tell_checkpoint",
    "withdraw_proposal",
]
