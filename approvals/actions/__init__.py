"""The only code that changes a request. One verb each, in five beats: lock, check, change, record, tell."""

from approvals.actions.asking import reopen_waiting
from approvals.actions.deciding import decide
from approvals.actions.drafts import save_draft, start_draft, start_over
from approvals.actions.routes import change_route
from approvals.actions.sending import resubmit, revise, submit, withdraw
from approvals.actions.setting_up import expire_due, finish_setup
from approvals.actions.sponsoring import ask_for_sponsors, take_over
from approvals.actions.talking import comment

__all__ = [
    "ask_for_sponsors",
    "change_route",
    "comment",
    "decide",
    "expire_due",
    "finish_setup",
    "reopen_waiting",
    "resubmit",
    "revise",
    "save_draft",
    "start_draft",
    "start_over",
    "submit",
    "take_over",
    "withdraw",
]
