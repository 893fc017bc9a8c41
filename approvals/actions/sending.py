"""Sending a request on its way, changing it on the way, and taking it back."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from approvals import rules
from approvals.actions.asking import close_round, open_round, settle
from approvals.actions.drafts import write
from approvals.actions.items import check_handles, handle_taken_meanwhile
from approvals.actions.moving import locked, move
from approvals.actions.setting_up import end_setup
from approvals.actions.words import check_reads_plain, check_says_no_secret_of, slips_are_noted
from approvals.models import Request, RoundOutcome
from approvals.text import changed as changed_between
from approvals.text import text_of
from approvals.workflow import IN_ROUND, Move
from registry import audit, clock
from registry.people.models import User


@audit.act()
def submit(request: Request, *, by: User) -> Request:
    """Send a draft for decision: a round opens on its text, and the first office of the route is asked (II.6).

    Raises `Refused` where the policy is not acknowledged, something is missing, the account looks personal (IV.14), the
    text reads as if it said a secret (E2.30), or the handle is taken; `Stale` when it was sent before.
    """
    return _send(request, Move.SUBMIT, by=by)


@audit.act()
def resubmit(request: Request, *, by: User) -> Request:
    """Send a returned request again: a new round at the first office. Raises as `submit` does."""
    return _send(request, Move.RESUBMIT, by=by)


def _send(request: Request, which: Move, *, by: User) -> Request:
    request = locked(request)
    rules.check_move(request, which, by)
    rules.check_can_submit(request, by)
    check_reads_plain(request)
    with handle_taken_meanwhile():
        request.items.update(live=True)
    request.submitted_at = request.submitted_at or clock.now()
    open_round(request, by=by)
    move(request, which, by=by)
    settle(request, by=by)
    return request


@audit.act()
def revise(request: Request, *, values: Mapping[str, Any], by: User) -> Request:
    """Change a request that is being decided.

    A material change closes the round and opens a new one at the first office, so that nobody's decision stands on a
    text they did not see (E1.10); a new title or contact note does not. Raises as `submit` does.
    """
    request = locked(request)
    rules.check_move(request, Move.REVISE, by)
    check_handles(request, values)
    before = text_of(request)
    with handle_taken_meanwhile():
        fields = write(request, values, by=by)
    what = changed_between(before, text_of(request))
    if what:
        rules.check_can_submit(request, by)
        check_reads_plain(request)
        _new_round(request, what, by=by)
    elif fields:
        audit.record(audit.Event.REQUEST_EDITED, by=by, on=request, after={"fields": fields})
    return request


def _new_round(request: Request, what: list[str], *, by: User) -> None:
    close_round(request.rounds.get(outcome=RoundOutcome.OPEN), RoundOutcome.REVISED, by=by)
    open_round(request, by=by)
    move(request, Move.REVISE, by=by, changed=what)
    settle(request, by=by)


@slips_are_noted
@audit.act()
def withdraw(request: Request, *, by: User, why: str = "") -> Request:
    """Take a request back, at any time before its set-up. Those who were asked are told.

    Raises `Refused` where a password of the account stands in the reason, which is kept.
    """
    rules.check_move(request, Move.WITHDRAW, by)
    check_says_no_secret_of(request, why, by=by)
    request = locked(request)
    rules.check_move(request, Move.WITHDRAW, by)
    if request.status in IN_ROUND:
        close_round(request.rounds.get(outcome=RoundOutcome.OPEN), RoundOutcome.WITHDRAWN, by=by)
    end_setup(request, why=_("The request was withdrawn."), by=by)
    move(request, Move.WITHDRAW, by=by, note=why)
    return request
