"""What only time brings about for links: they expire, what nobody confirmed is destroyed, what is of students goes."""

from django.db.models import Q

from accounts.actions.drops import close, held, record
from accounts.actions.locking import locked
from accounts.models import HELD, Account, AccountState, Bearer, Drop, DropState
from accounts.rules.drops import works
from accounts.rules.holds import held as under_hold
from accounts.rules.reasons import graduated
from registry import audit, clock, outbox
from registry.people.models import User


def lapse_due(*, by: User | None) -> int:
    """End links that do not work any more, and destroy what nobody confirmed within 14 days, or what nobody may confirm
    any more, because its account is retired; returns how many.
    """
    unused = Drop.objects.filter(state=DropState.OPEN)
    held_too_long = Q(left_at__lte=clock.now() - HELD) | Q(account__state=AccountState.RETIRED)
    unanswered = Drop.objects.filter(held_too_long, state=DropState.HELD)
    done = 0
    for drop in (unused | unanswered).order_by("account_id", "pk"):
        with audit.act():
            done += _lapse(drop, by=by)
    return done


def _lapse(drop: Drop, *, by: User | None) -> bool:
    account = locked(drop.account)
    drop = held(drop)
    late = drop.left_at is not None and drop.left_at <= clock.now() - HELD
    useless = late or account.state == AccountState.RETIRED
    if not ((drop.state == DropState.OPEN and not works(drop)) or (drop.state == DropState.HELD and useless)):
        return False
    close(drop, DropState.LAPSED, by=by)
    record(audit.Event.DROP_LAPSED, drop, by=by)
    if late and drop.made_by.is_active:
        key = f"drop_lapsed:{drop.uuid}"
        outbox.post("accounts/drop_lapsed", to=drop.made_by, about=drop.account, key=key, drop=drop.pk)
    return True


@audit.act()
def end_all(account: Account, *, why: str, by: User | None) -> None:
    """End the links of an account that is retired, inside an act that holds it: what was left by them is destroyed."""
    for drop in account.drops.filter(state__in=(DropState.OPEN, DropState.HELD)).order_by("pk"):
        close(held(drop), DropState.LAPSED, by=by)
        record(audit.Event.DROP_LAPSED, drop, by=by, reason=why)


def purge_graduated(*, by: User | None) -> int:
    """Take out of links that are over what they say of a student whose class has graduated (E3.41), unless it is under
    legal hold (E4.57); how many.
    """
    over = Drop.objects.filter(bearer=Bearer.STUDENTS, purged_at=None).exclude(closed_at=None)
    over = over.exclude(account__in=under_hold())
    rows = over.filter(class_year__lte=clock.today().year).order_by("account_id", "pk")
    left, done = graduated(row.class_year for row in rows), 0
    for drop in [row for row in rows if row.class_year in left]:
        with audit.act():
            done += _purge(drop, by=by)
    return done


def _purge(drop: Drop, *, by: User | None) -> bool:
    locked(drop.account)
    drop = held(drop)
    if drop.purged_at:
        return False
    drop.class_year, drop.guardian, drop.guardian_on, drop.note = None, "", None, ""
    drop.purged_at = clock.now()
    drop.save(update_fields=["class_year", "guardian", "guardian_on", "note", "purged_at"])
    record(audit.Event.DROP_PURGED, drop, by=by)
    return True
