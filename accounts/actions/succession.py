"""Somebody leaves on a day to come: what they look after is offered to the backup before it (domain.md: handoffs open
by themselves when a custodian's employment ends).
"""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.completing import hold_all
from accounts.actions.custody import withdraw_offer
from accounts.actions.handoff import begin, tell
from accounts.actions.locking import all_locked, locked
from accounts.models import HandoffState, HandoffWhy
from accounts.rules import succession as rules
from accounts.rules.handoff import again, check_taker, held_now, live_of, position_to_pass
from registry import audit
from registry.people.actions.locking import locked_in_order
from registry.people.models import User
from registry.people.refusal import Refused

#: So long before somebody's last day those who come after them are asked.
AHEAD = timedelta(days=30)


@audit.act()
def offer_what_they_hold(person: User, *, last_day: date, by: User) -> int:
    """Begin a handoff to the backup of each account they hold, where one can take it. Returns how many are new.

    The others are a task of theirs and of who administers the unit. Run it any number of times.
    """
    backups = rules.backups_of_held(person)
    people = locked_in_order(person, *(row.person for row in backups))
    hold_all(all_locked(Q(pk__in=[row.account_id for row in backups])))
    return sum(_offer(row.account_id, people[row.person_id], person, last_day, by) for row in backups)


def _offer(account_id: int, taker: User, person: User, last_day: date, by: User) -> bool:
    account = locked(rules.account_of(account_id))
    held = held_now(account)
    if held is None or held.custodian_id != person.pk or live_of(account):
        return False
    try:
        check_taker(held, taker, by)
    except Refused:
        return False
    position = position_to_pass(held)
    begin(held, taker=taker, why=HandoffWhy.LEAVING, wanted_on=last_day, position=position, by=by)
    return True


def hold_people(person: User) -> None:
    """Take whoever leaves and whoever would be asked, in the one order, inside an act that is about to plan it."""
    locked_in_order(person, *(row.person for row in rules.backups_of_held(person)))


@audit.act()
def call_off_offers(person: User, *, offered_by: User, by: User) -> int:
    """They stay: what was begun for it and nobody has answered is taken back, and those asked are told. How many."""
    found = list(rules.offers_of(person, offered_by))
    for handoff in found:
        account = locked(handoff.account)
        if again(handoff).state == HandoffState.OFFERED:
            withdraw_offer(account, why=_("%(name)s stays.") % {"name": person.name}, by=by)
            tell("accounts/handoff_called_off", again(handoff), [handoff.giver, handoff.taker], by=by)
    return len(found)
