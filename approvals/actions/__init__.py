"""The only code that changes a request. One verb each, in five beats: lock, check, change, record, tell."""

from approvals.actions.asking import reopen_waiting
from approvals.actions.conditions import confirm_condition, do_condition, waive_condition
from approvals.actions.deciding import decide
from approvals.actions.drafts import save_draft, start_draft, start_over
from approvals.actions.sending import resubmit, revise, submit, withdraw
from approvals.actions.setting_up import expire_due, finish_setup
from approvals.actions.talking import comment

__all__ = [
    "comment",
    "confirm_condition",
    "decide",
    "do_condition",
    "expire_due",
    "finish_setup",
    "reopen_waiting",
    "resubmit",
    "revise",
    "save_draft",
    "start_draft",
    "start_over",
    "submit",
    "waive_condition",
    "withdraw",
]
