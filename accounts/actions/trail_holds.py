"""Entries of the trail are placed under legal hold, and a hold is lifted. Why stands on the hold, not on the trail."""

from datetime import date

from accounts.actions.words import LONGEST
from accounts.models import HoldWhy, TrailHold
from accounts.rules import trail_holds as rules
from accounts.rules.custody import check_says_why
from accounts.rules.holds import check_may_place
from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_names_nobody
from registry import audit, clock
from registry.people.models import Unit, User


@audit.act()
def place_trail_hold(
    *, why: str, words: str, by: User, unit: Unit | None = None, since: date | None = None, until: date | None = None
) -> TrailHold:
    """From now on no entry of that unit and of those days may be disposed of, nor its origin blanked; none at all where
    neither is said. Raises `Refused`.
    """
    words = words.strip()[:LONGEST]
    check_may_place(by)
    check_names_nobody(words, "words")
    check_reads_like_none(words)
    made = TrailHold(unit=unit, since=since, until=until, why=HoldWhy(why), words=words, placed_by=by)
    rules.check_days(made)
    made.save()
    days = {"since": since, "until": until}
    facts = {name: day.isoformat() for name, day in days.items() if day}
    audit.record(audit.Event.TRAIL_HOLD_PLACED, by=by, on=made, unit=unit, after=facts or None)
    return made


@audit.act()
def lift_trail_hold(hold: TrailHold, *, why: str, by: User) -> TrailHold:
    """Say that it is over, and why. Raises `Refused`, `Stale`."""
    why = why.strip()[:LONGEST]
    check_may_place(by)
    check_says_why(why)
    check_names_nobody(why, "why")
    check_reads_like_none(why)
    hold = TrailHold.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=hold.pk)
    rules.check_may_lift(hold, by)
    hold.lifted_at, hold.lifted_by, hold.lifted_why = clock.now(), by, why
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    audit.record(audit.Event.TRAIL_HOLD_LIFTED, by=by, on=hold, unit=hold.unit)
    return hold
