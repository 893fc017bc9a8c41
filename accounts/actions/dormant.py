"""Of several accounts of a group one stays, and somebody answers for it; the others end in its favor: one act."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import custody, handoff
from accounts.actions.closing import ask_to_close, begin_closing
from accounts.actions.completing import hold_all
from accounts.actions.locking import all_locked, locked_person
from accounts.actions.words import slips_are_noted
from accounts.models import Account, ClosingKind, ClosingWhy, HandoffWhy
from accounts.rules import dormant as rules
from accounts.rules.closing_plan import Plan
from accounts.rules.handoff import held_now
from accounts.rules.standing import standing_of
from registry import audit
from registry.people.models import User
from registry.people.refusal import Refused


@slips_are_noted
@audit.act()
def settle(
    keep: Account, *, close: Sequence[Account], taker: User | None, planned_on: date, words: str, by: User
) -> str:
    """Keep one account of a group, offer it to who is to answer for it, and have the others end: by Communications
    planned, by the administrator asked for. Returns the reference that all its events share. Raises `Refused`, `Stale`.
    """
    rules.check_may_settle(standing_of(keep, by))
    if not close or keep.pk in {account.pk for account in close}:
        raise Refused(_("Choose which accounts end, and one that stays."), rule=rules.RULE)
    taker = taker and locked_person(taker)
    hold_all(all_locked(Q(pk__in=[keep.pk, *(account.pk for account in close)])))
    reference, ours = str(uuid.uuid4()), standing_of(keep, by).communications
    plan = Plan(ClosingKind.CLOSE, ClosingWhy.MERGED, planned_on, words=words, replaced_by=keep)
    for account in sorted(close, key=lambda each: each.pk):
        (begin_closing if ours else ask_to_close)(account, plan, by=by, reference=reference)
    asked = _offer(keep, taker, by) if taker else False
    after = {
        "ends": [account.trail_label for account in close],
        "offered_to": taker.trail_label if taker and asked else "",
    }
    audit.record(audit.Event.ACCOUNTS_SETTLED, by=by, on=keep, after=after, reason=words, reference=reference)
    return reference


@audit.act()
def _offer(keep: Account, taker: User, by: User) -> bool:
    """Have it offered to who is to answer for it; nothing where they do already."""
    held = held_now(keep)
    if held is None:
        custody.offer(keep, custodian=taker, by=by)
    elif held.custodian_id != taker.pk:
        handoff.offer(keep, taker=taker, why=HandoffWhy.OTHER, by=by)
    else:
        return False
    return True
