"""What silence does to a handoff: a reminder, then it is the unit's administrator's; an accepted one is asked after."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.actions import custody
from accounts.actions.handoff import tell
from accounts.actions.locking import locked
from accounts.models import Handoff, HandoffState
from accounts.rules import custody as holding
from accounts.rules import handoff as rules
from accounts.rules.standing import communications_staff
from registry import audit, clock
from registry.calendar import WorkingDays
from registry.people.models import User

#: Working days between two letters about a handoff that takes too long.
WEEK = 5


def chase_due(*, by: User | None = None) -> int:
    """Remind the working day before an answer is due; hand what nobody answered to the administrator; ask every week
    after what is accepted and takes too long. Returns for how many. Runs daily, on working days, any number of times.
    """
    working, done = WorkingDays(), 0
    if not working.is_working(clock.today()):
        return 0
    for handoff in Handoff.objects.filter(state__in=HandoffState.live()).order_by("account_id", "pk"):
        with audit.act():
            done += _chase(handoff, working, by=by)
    return done


def _chase(handoff: Handoff, working: WorkingDays, *, by: User | None) -> bool:
    locked(handoff.account)
    handoff, today = rules.again(handoff), clock.today()
    if handoff.state == HandoffState.OFFERED:
        if handoff.answer_by < today:
            return _pass_on(handoff, by=by)
        if today >= _day_before(handoff, working) and handoff.reminded_on is None:
            return _remind(handoff, [handoff.taker], by=by)
    elif handoff.state == HandoffState.ACCEPTED and handoff.accepted_at:
        since = handoff.reminded_on or clock.local(handoff.accepted_at).date()
        wait = WEEK if handoff.reminded_on else rules.terms().finish_days
        if working.between(since, today) >= wait:
            people = [handoff.giver, handoff.taker, *communications_staff()]
            return _remind(handoff, people, by=by)
    return False


def _day_before(handoff: Handoff, working: WorkingDays) -> date:
    """The last working day before the answer is due."""
    offered = clock.local(handoff.offered_at).date()
    return working.after(max(working.between(offered, handoff.answer_by) - 1, 1), offered)


@audit.act()
def _remind(handoff: Handoff, people: list[User], *, by: User | None) -> bool:
    handoff.reminded_on = clock.today()
    handoff.save(update_fields=["reminded_on"])
    audit.record(audit.Event.HANDOFF_REMINDED, by=by, on=handoff.account, reference=handoff.number)
    tell("accounts/handoff_waits", handoff, people, by=by, key=str(clock.today()))
    return True


@audit.act()
def _pass_on(handoff: Handoff, *, by: User | None) -> bool:
    """Nobody answered: the giver keeps the custody, and the unit's administrator finds somebody else (E3.42)."""
    to = holding.stand_in_for(handoff.account, failing=handoff.giver)
    why = _("%(name)s did not answer in time.") % {"name": handoff.taker.name}
    custody.withdraw_offer(handoff.account, why=why, by=by, as_=HandoffState.TIMED_OUT)
    handoff = rules.again(handoff)
    handoff.passed_to = to
    handoff.save(update_fields=["passed_to"])
    tell("accounts/handoff_timed_out", handoff, [handoff.giver, to, *communications_staff()], by=by)
    return True
