"""The only code that changes a request. One verb each, in five beats: lock, check, change, record, tell."""

from approvals.actions.asking import reopen_waiting
from approvals.actions.conditions import confirm_condition, do_condition, waive_condition
from approvals.actions.deciding import decide
from approvals.actions.drafts import begin_draft, save_draft, start_draft, start_over
from approvals.actions.emergency import activate_now, approve_in_emergency, suspend_overdue
from approvals.actions.following import follow, unfollow
from approvals.actions.offline import object_to, record_on_paper
from approvals.actions.reminding import chase, chase_due, remind, warn_of_expiry
from approvals.actions.routes import change_route
from approvals.actions.sending import resubmit, revise, submit, withdraw
from approvals.actions.setting_up import expire_due, finish_setup
from approvals.actions.settling import settle_dispute
from approvals.actions.sponsoring import ask_for_sponsors, take_over
from approvals.actions.talking import comment, confer

__all__ = [
    "activate_now",
    "approve_in_emergency",
    "ask_for_sponsors",
    "begin_draft",
    "change_route",
    "chase",
    "chase_due",
    "comment",
    "confer",
    "confirm_condition",
    "decide",
    "do_condition",
    "expire_due",
    "finish_setup",
    "follow",
    "object_to",
    "record_on_paper",
    "remind",
    "reopen_waiting",
    "resubmit",
    "revise",
    "save_draft",
    "settle_dispute",
    "start_draft",
    "start_over",
    "submit",
    "suspend_overdue",
    "take_over",
    "unfollow",
    "waive_condition",
    "warn_of_expiry",
    "withdraw",
]
