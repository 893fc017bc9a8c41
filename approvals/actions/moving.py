"""How a request moves: the one place that writes a status, always by a row of the table in `workflow.py`."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.locking import people_locked
from approvals import rules
from approvals.models import ItemAnswerChoice, Request, Round
from approvals.telling import NEWS, last_round, tell
from approvals.workflow import FINAL, LIVE, STEP, Move, Status
from registry import audit, clock
from registry.people.models import User
from registry.people.refusal import Refused

#: Letters that ask for something or are a receipt: also for whoever acted.
TASKS = frozenset(
    f"approvals/{name}" for name in ("request_received", "decision_needed", "appointment_needed", "setup_needed")
)


def locked(request: Request) -> Request:
    """The request as it is now, its row held until the act ends; before any account's (docs/decisions/0019)."""
    return Request.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)


def locked_with_people(request: Request) -> Request:
    """The same, where an account may be opened by it: who is to hold that is held first, so that nobody is given one
    while they leave.
    """
    people_locked(request.custodian, request.backup)
    return locked(request)


def all_locked(which: Q) -> list[Request]:
    """Several requests as they are now, held until the act ends, in the one order: by number."""
    rows = Request.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(which).order_by("pk"))


@audit.act()
def move(request: Request, which: Move, *, by: User | None, note: str = "", **facts: Any) -> None:
    """Take the request along one row of the table: check source and actor, set status and dates, record, tell.

    Call it on a locked request. Raises `Refused` or `Stale` (rules.check_move) and `Refused` where the
    row asks for a note and there is none.
    """
    step = STEP[which]
    rules.check_move(request, which, by)
    if step.needs_note and not note.strip():
        raise Refused(_("Say why: the person who asked will read it."), rule="domain.md: a decline gives its reason")
    before = request.status
    _set_status(request, step.target, note)
    # What was refused while the rest goes on is free again: somebody else may ask for it.
    request.items.exclude(answer=ItemAnswerChoice.DECLINED).update(live=step.target in LIVE)
    request.items.filter(answer=ItemAnswerChoice.DECLINED).update(live=False)
    round_ = last_round(request)
    audit.record(
        step.event,
        by=by,
        on=request,
        before={"status": before},
        after={"status": step.target.value, **_number(round_), **facts},
        reason=note if request.submitted_at else "",
        text_hash=round_.text_hash if round_ else "",
        reference=request.reference,
    )
    told: list[User] = []
    for template in step.letters:
        if template == NEWS:
            tell(NEWS, request, apart_from=[*told, *_oneself(by)], move=which.value)
        else:
            told += tell(template, request, apart_from=() if template in TASKS else _oneself(by))


def _oneself(by: User | None) -> list[User]:
    """Nobody is told by letter what they have just done themselves."""
    return [by] if by else []


def _number(round_: Round | None) -> dict[str, int]:
    return {"round": round_.number} if round_ else {}


def _set_status(request: Request, status: Status, note: str) -> None:
    request.status = status
    request.changed_at = clock.now()
    if status == Status.SETTING_UP or (status == Status.COMPLETED and request.approved_at is None):
        request.approved_at = request.changed_at
    if status in FINAL:
        request.closed_at, request.closed_why = request.changed_at, note[:1000]
    request.save(update_fields=["status", "changed_at", "submitted_at", "approved_at", "closed_at", "closed_why"])
