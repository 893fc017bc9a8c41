"""Every move from every status that the table does not know is refused, whoever makes it, and changes nothing."""

from datetime import timedelta

import pytest

from approvals import actions
from approvals.actions.moving import locked, move
from approvals.models import Request
from approvals.workflow import STEP, Actor, Move, Status
from registry import audit, clock
from registry.audit.models import Entry
from registry.people.models import User
from registry.people.refusal import Refused
from tests.cast import Cast
from tests.makers import make_request

STORY = {
    Status.DRAFT: "draft", Status.DECIDING: "with_both", Status.WAITING: "with_both", Status.RETURNED: "returned",
    Status.SETTING_UP: "setting_up", Status.COMPLETED: "completed", Status.DECLINED: "declined",
    Status.WITHDRAWN: "withdrawn", Status.EXPIRED: "setting_up",
}  # fmt: skip


def in_status(cast: Cast, status: Status) -> Request:
    """A request brought there by real actions, and by time where only time brings one there."""
    request = make_request(cast, STORY[status])
    if status is Status.WAITING:
        for who in (cast.director, cast.alternate):
            who.is_active = False
            who.save(update_fields=["is_active"])
        actions.reopen_waiting()
    if status is Status.EXPIRED:
        with clock.at(clock.now() + timedelta(days=61)):
            actions.expire_due()
    return Request.objects.get(pk=request.pk)


def whoever_may(which: Move, request: Request, cast: Cast) -> User | None:
    """The actor the table names, so that only the status stands in the way."""
    may = {Actor.REQUESTER: request.requester, Actor.SETUP: cast.communications}
    return may.get(STEP[which].actor)


@pytest.mark.parametrize("status", Status)
def test_a_move_that_the_table_does_not_know_is_refused(cast: Cast, status: Status) -> None:
    request = in_status(cast, status)
    written = Entry.objects.count()
    let_through = []
    for which in [which for which in Move if status not in STEP[which].sources]:
        with audit.act():
            try:
                move(locked(request), which, by=whoever_may(which, request, cast), note="Because.")
                let_through.append(which)
            except Refused:
                pass
    request.refresh_from_db()
    assert (let_through, request.status, Entry.objects.count()) == ([], status, written)
