"""What only time brings about for ends that are planned: the last day is over, and what is not done is asked after."""

from datetime import timedelta

from accounts.actions.closing_letters import tell
from accounts.actions.locking import held_closing
from accounts.actions.stopping import stop
from accounts.models import Closing, ClosingState
from accounts.rules.standing import communications_staff
from registry import audit, clock
from registry.people.models import User

#: An end whose last day is over is asked after once in so many days.
EVERY = timedelta(days=7)


def reach_due(*, by: User | None = None) -> int:
    """Stop the accounts whose last day is over, and ask Communications every week to see to the rest. How many."""
    late = Closing.objects.filter(state=ClosingState.UNDER_WAY, planned_on__lt=clock.today())
    done = 0
    for row in late.order_by("account_id").select_related("account"):
        with audit.act():
            done += _reach(row, by=by)
    return done


def _reach(closing: Closing, *, by: User | None) -> int:
    account, closing = held_closing(closing)
    today = clock.today()
    if not closing.is_late or (closing.reminded_on and today < closing.reminded_on + EVERY):
        return 0
    if closing.stopped_at is None:
        stop(account, closing, by=by)
    closing.reminded_on = today
    closing.save(update_fields=["reminded_on"])
    audit.record(audit.Event.CLOSING_REMINDED, by=by, on=account)
    tell("accounts/closing_due", closing, communications_staff(), by=by, key=today.isoformat())
    return 1
