"""The only code that changes a request. One verb each, in five beats: lock, check, change, record, tell."""

from approvals.actions.asking import reopen_waiting
from approvals.actions.deciding import decide
from approvals.actions.drafts import save_draft, start_draft, start_over
from approvals.actions.following import follow, unfollow
from approvals.actions.reminding import chase, chase_due, remind, warn_of_expiry
from approvals.actions.routes import change_route
from approvals.actions.sending import resubmit, revise, submit, withdraw
from approvals.actions.setting_up import expire_due, finish_setup
from approvals.actions.sponsoring import ask_for_sponsors, take_over
from approvals.actions.talking import comment, confer

__all__ = [
    "ask_for_sponsors",
    "change_route",
    "chase",
    "chase_due",
    "comment",
    "confer",
    "decide",
    "expire_due",
    "finish_setup",
    "follow",
    "remind",
    "reopen_waiting",
    "resubmit",
    "revise",
    "save_draft",
    "start_draft",
    "start_over",
    "submit",
    "take_over",
    "unfollow",
    "warn_of_expiry",
    "withdraw",
]
