"""Somebody on staff runs an account that is not ours: they leave it, or have it registered (E3.49, IV.10)."""

from accounts.actions.found_file import held
from accounts.actions.telling_of_found import tell
from accounts.models import ConflictEnd, Found
from accounts.rules import found_moves as moves
from registry import audit, clock
from registry.people.models import User


@audit.act()
def name_conflict(found: Found, *, person: User, by: User) -> Found:
    """Put on record that an employee runs it; they are told what to choose from. Raises `Refused`, `Stale`."""
    _account, found = held(found)
    moves.check_may_name_conflict(found, person, by)
    found.conflict_with, found.conflict_since, found.conflict_end = person, clock.today(), ""
    found.save(update_fields=["conflict_with", "conflict_since", "conflict_end"])
    audit.record(audit.Event.FOUND_CONFLICT, by=by, on=found, after={"person": person.trail_label})
    tell("accounts/found_conflict", found, [person], by=None, key=str(clock.now()))
    return found


@audit.act()
def end_conflict(found: Found, *, by: User, how: ConflictEnd = ConflictEnd.LEFT) -> Found:
    """Say that they have left it. Raises `Refused`, `Stale`."""
    _account, found = held(found)
    moves.check_may_end_conflict(found, by)
    found.conflict_end = how
    found.save(update_fields=["conflict_end"])
    audit.record(audit.Event.FOUND_CONFLICT_ENDED, by=by, on=found, after={"how": how.value})
    return found
