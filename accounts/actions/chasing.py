"""What silence does to a rotation: a letter the working day before it is due, and every week once it is late."""

from accounts.actions.locking import locked
from accounts.actions.pieces import Pieces
from accounts.actions.renewal import close_done
from accounts.models import Account, Rotation
from accounts.rules.owning import Hands, hands_for
from accounts.rules.renewal import code_of, standing_reasons
from accounts.rules.standing import communications_staff
from registry import audit, clock, outbox
from registry.calendar import WorkingDays
from registry.people.models import User

#: Working days between two letters about what is late.
WEEK = 5


def chase_due(*, by: User | None = None) -> int:
    """Write to whoever sees to a rotation that is due or late; of a late one, to Communications too. Returns for how
    many. Runs daily, on working days, any number of times.
    """
    working, done = WorkingDays(), 0
    if not working.is_working(clock.today()):
        return 0
    soon = Rotation.objects.standing().filter(due_on__lte=working.after(1, clock.today()))
    for rotation in soon.select_related("account").order_by("account_id", "pk"):
        if _must_remind(rotation, working):
            with audit.act():
                done += _remind(rotation, working, by=by)
    return done


def pass_on_due(*, by: User | None = None) -> int:
    """Give what somebody sees to who no longer may (they no longer look after it, or are of Communications no more) to
    the next who may; they are told. Returns of how many accounts. Runs daily, any number of times.
    """
    rows = list(Rotation.objects.standing().select_related("account__unit").prefetch_related("reasons__declaration"))
    hands = hands_for({row.account_id for row in rows})
    moved = {row.account_id for row in rows if _passes_on(row, hands)}
    for account in Account.objects.filter(pk__in=moved).order_by("pk"):
        with audit.act():
            Pieces([locked(account)], by=by).settle()
    return len(moved)


def _passes_on(row: Rotation, hands: Hands) -> bool:
    found = hands.owner_for(row, standing_reasons(row))
    return row.owner_id != (found.pk if found else None)


def _must_remind(rotation: Rotation, working: WorkingDays) -> bool:
    """Not on the day it was opened, which has its own letter; before it is due once, and then every week."""
    last, today = rotation.reminded_on, clock.today()
    if clock.local(rotation.opened_at).date() >= today:
        return False
    if last is None:
        return True
    first_late = rotation.is_late and last <= rotation.due_on
    return first_late or (rotation.is_late and working.between(last, today) >= WEEK)


def _remind(rotation: Rotation, working: WorkingDays, *, by: User | None) -> bool:
    account: Account = locked(rotation.account)
    rotation = Rotation.objects.select_related("account__unit", "owner").get(pk=rotation.pk)
    close_done(account, by=by)
    Pieces([account], by=by).settle()
    rotation.refresh_from_db(fields=["closed_at", "owner"])
    if rotation.closed_at or not _must_remind(rotation, working):
        return False
    rotation.reminded_on = clock.today()
    rotation.save(update_fields=["reminded_on"])
    audit.record(
        audit.Event.ROTATION_REMINDED, by=by, on=account, field=code_of(rotation.field), reference=str(rotation.uuid)
    )
    owner = [rotation.owner] if rotation.owner else []
    people = [*owner, *(communications_staff() if rotation.is_late or not owner else [])]
    for person in {each.pk: each for each in people}.values():
        key = f"rotation_due:{rotation.uuid}:{person.pk}:{clock.today()}"
        outbox.post("accounts/rotation_due", to=person, about=account, key=key, rotation=rotation.pk)
    return True
