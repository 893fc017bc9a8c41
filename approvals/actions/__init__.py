"""The only code that changes a request. One verb each, in five beats: lock, check, change, record, tell."""

from approvals.actions.asking import reopen_waiting
from approvals.actions.conditions import confirm_condition, do_condition, waive_condition
from approvals.actions.deciding import decide
from approvals.actions.drafts import save_draft, start_draft, start_over
from approvals.actions.emergency import activate_now, approve_in_emergency, suspend_overdue
from approvals.actions.offline import object_to, record_on_paper
from approvals.actions.sending import resubmit, revise, submit, withdraw
from approvals.actions.setting_up import expire_due, finish_setup
from approvals.actions.talking import comment

__all__ = [
    "activate_now",
    "approve_in_emergency",
    "comment",
    "confirm_condition",
    "decide",
    "do_condition",
    "expire_due",
    "finish_setup",
    "object_to",
    "record_on_paper",
    "reopen_waiting",
    "resubmit",
    "revise",
    "save_draft",
    "start_draft",
    "start_over",
    "submit",
    "suspend_overdue",
    "waive_condition",
    "withdraw",
]
