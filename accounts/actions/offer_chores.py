"""What silence does to a custody that is offered, and no part of a handoff: a reminder, then it is asked of somebody
else, as with a handoff (E3.42). Whoever holds the account meanwhile goes on.
"""

from django.utils.translation import gettext as _

from accounts.actions.custody import withdraw_offer
from accounts.actions.locking import locked
from accounts.models import Custody, CustodyState
from accounts.rules.handoff import terms
from accounts.rules.standing import communications_staff
from accounts.telling import holders
from registry import audit, clock, outbox
from registry.calendar import WorkingDays
from registry.outbox.models import Letter
from registry.people.models import User


def chase_offers(*, by: User | None = None) -> int:
    """Remind the working day before an answer is due; take back what nobody answered in the district's days, and tell
    who holds it to find somebody else. Returns of how many. Runs daily, on working days, any number of times.
    """
    working, done = WorkingDays(), 0
    if not working.is_working(clock.today()):
        return 0
    for row in Custody.objects.filter(state=CustodyState.OFFERED, handoff=None).order_by("account_id"):
        with audit.act():
            done += _chase(row, working, by=by)
    return done


def _chase(row: Custody, working: WorkingDays, *, by: User | None) -> bool:
    account = locked(row.account)
    row = Custody.objects.select_related("custodian", "offered_by", "account__platform").get(pk=row.pk)
    if row.state != CustodyState.OFFERED:
        return False
    waited = working.between(clock.local(row.offered_at).date(), clock.today())
    if waited > terms().answer_days:
        withdraw_offer(account, why=_("%(name)s did not answer in time.") % {"name": row.custodian.name}, by=by)
        audit.record(audit.Event.CUSTODY_TIMED_OUT, by=by, on=account, before={"custodian": row.custodian.trail_label})
        asked = [row.offered_by] if row.offered_by and row.offered_by.is_active else []
        return _tell("accounts/offer_timed_out", row, [*holders(account), *communications_staff(), *asked], by=by)
    if waited >= terms().answer_days - 1:
        return _tell("accounts/offer_waits", row, [row.custodian], by=by)
    return False


@audit.act()
def _tell(template: str, row: Custody, people: list[User], *, by: User | None) -> bool:
    """Whether anybody had not been told yet."""
    keys = {f"{template}:{row.pk}:{person.pk}": person for person in people}
    known = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
    for key, person in keys.items():
        outbox.post(template, to=person, about=row.account, key=key, custody=row.pk)
    return bool(set(keys) - known)
