"""The life of a key, each step written down: added, promoted, emptied, retired, destroyed (security.md, B4).

What the trail says comes before what the file says, so that a step a crash cut short can only be taken again; but a key
that is added is on the disk before anything may know it.
"""

from collections import Counter
from dataclasses import dataclass

from registry import audit, clock, heartbeat, keyring, keysource, stores
from registry.audit import Event
from registry.models import KeyCheck
from registry.people.models import User
from registry.people.refusal import Refused
from registry.rules import keys as rules
from registry.vault import BadKey, State, with_added, with_destroyed, with_promoted


def add(purpose: str, *, by: User | None, reference: str = "") -> str:
    """Write a pending key into the keyring's file; its id. Raises `Refused`, keysource.CannotWrite."""
    made: list[str] = []

    def more(text: str) -> str:
        changed, kid = with_added(text, purpose, created=clock.now())
        made.append(kid)
        return changed

    _change(more)
    with audit.act():
        audit.record(
            Event.KEY_ADDED,
            by=by,
            on=stores.KeyName(made[0]),
            kid=made[0],
            after={"purpose": purpose},
            reference=reference,
        )
    return made[0]


def promote(kid: str, *, by: User | None, reference: str = "") -> None:
    """Let the pending key seal from now on. Raises `Refused`, keysource.CannotWrite."""
    purpose, key = rules.the_key(kid)
    rules.check_may_promote(purpose, key)
    keysource.check_can_change()
    before = keyring.ring(purpose).primary
    with audit.act():
        for one in (before, key):
            KeyCheck.objects.get_or_create(purpose=purpose, kid=one.kid, defaults={"check_value": one.check_value})
        KeyCheck.objects.filter(purpose=purpose, kid=before.kid).update(replaced_at=clock.now())
        facts = {"purpose": purpose, "before": before.kid}
        audit.record(Event.KEY_PROMOTED, by=by, on=stores.KeyName(kid), kid=kid, after=facts, reference=reference)
    _change(lambda text: with_promoted(text, purpose, kid))


@dataclass(frozen=True)
class Rewrapped:
    """What a run brought under the primary keys, and what still stands under others: by key."""

    done: dict[str, int]
    left: dict[str, int]


def rewrap(*, by: User | None, at_once: int = stores.AT_ONCE) -> Rewrapped:
    """Bring everything that can be under the primary key of its purpose, some at a time, and note what is empty.

    May be stopped and begun again at any moment. What somebody else holds is tried once more at the end. Raises
    VaultSealed, MissingKey, UnknownKey.
    """
    keyring.vault()
    note_what_is_empty(by=by)  # what a process brought under an old key since: backups have it there
    with heartbeat.while_running("command"):
        done = _bring_all(by, at_once)
    note_what_is_empty(by=by)
    return Rewrapped({kid: count for kid, count in done.items() if count}, _left())


def _bring_all(by: User | None, at_once: int) -> Counter[str]:
    done: Counter[str] = Counter()
    for store in stores.stores():
        primary = keyring.ring(store.purpose).primary.kid
        if store.rewrap:
            keyring.remember_primary(store.purpose)
        for old in [kid for kid in store.counts() if kid != primary] if store.rewrap else []:
            done[old] += _through(store, old, by, at_once) + _through(store, old, by, at_once)
    return done


def _through(store: stores.Store, old: str, by: User | None, at_once: int) -> int:
    total, at = 0, 0
    while store.rewrap:
        heartbeat.beat("command")
        some, where = store.rewrap(old, at, by=by, at_once=at_once)
        if where == at:
            break
        total, at = total + some, where
    return total


def _left() -> dict[str, int]:
    left: Counter[str] = Counter()
    for store in stores.stores():
        if store.rewrap:
            primary = keyring.ring(store.purpose).primary.kid
            left.update({kid: count for kid, count in store.counts().items() if kid != primary and count})
    return dict(left)


@audit.act()
def note_what_is_empty(*, by: User | None) -> list[str]:
    """Note since when nothing stands under a key that another has replaced; the ids of those that are empty."""
    empty = []
    for purpose in stores.purposes():
        rows = KeyCheck.objects.filter(purpose=purpose, destroyed_at=None).exclude(
            kid=keyring.ring(purpose).primary.kid
        )
        counts = stores.counts(purpose) if rows else {}
        for row in rows:
            needed = counts.get(row.kid, 0) > 0
            if needed != (row.emptied_at is None):
                row.emptied_at = None if needed else clock.now()
                row.save(update_fields=["emptied_at"])
            empty += [] if needed else [row.kid]
    return empty


def row_of(purpose: str, kid: str) -> KeyCheck | None:
    """What is written down of a key."""
    return KeyCheck.objects.filter(purpose=purpose, kid=kid).first()


def retire(kid: str, *, by: User | None, reference: str = "") -> None:
    """Write down that nothing needs the key any more. Raises `Refused`, saying what does."""
    note_what_is_empty(by=by)
    with audit.act():
        purpose, key = rules.the_key(kid)
        row = KeyCheck.objects.select_for_update(no_key=True).filter(purpose=purpose, kid=kid).first()
        rules.check_may_retire(purpose, key, row)
        if row and row.retired_at is None:
            row.retired_at = clock.now()
            row.save(update_fields=["retired_at"])
            audit.record(Event.KEY_RETIRED, by=by, on=row, kid=kid, reference=reference)


def destroy(kid: str, *, by: User | None, reference: str = "") -> KeyCheck:
    """Take the key's bytes out of the file, as two people have agreed. Raises `Refused`, keysource.CannotWrite."""
    keysource.check_can_change()
    purpose, key = rules.the_key(kid)
    with audit.act():
        row = KeyCheck.objects.select_for_update(no_key=True).filter(purpose=purpose, kid=kid).first()
        agreed = rules.check_may_destroy(key, row)
        rules.check_may_retire(purpose, key, row)
        if row is None:
            raise Refused(f"The database does not know the key {kid}.")
        row.destroyed_at = clock.now()
        row.save(update_fields=["destroyed_at"])
        two = [person.trail_label for person in (agreed.first, agreed.second) if person]
        facts = {"proposal": agreed.pk, "agreed": two}
        audit.record(Event.KEY_DESTROYED, by=by, on=row, kid=kid, after=facts, reference=reference)
    _change(lambda text: with_destroyed(text, purpose, kid))
    return row


@audit.act()
def mark_compromised(kid: str, *, by: User | None, reference: str = "") -> KeyCheck:
    """Mark a key as known to somebody it should not be known to; again changes nothing. Raises `Refused`."""
    purpose, key = rules.the_key(kid)
    if key.state is State.DESTROYED:
        raise Refused(f"The key {kid} is destroyed; what it sealed cannot be told any more.")
    row, _new = KeyCheck.objects.get_or_create(purpose=purpose, kid=kid, defaults={"check_value": key.check_value})
    if row.compromised_at is None:
        row.compromised_at = clock.now()
        row.save(update_fields=["compromised_at"])
        audit.record(Event.KEY_COMPROMISED, by=by, on=row, kid=kid, after={"purpose": purpose}, reference=reference)
    return row


def _change(how: keysource.Change) -> None:
    try:
        keysource.change(how)
    except BadKey as problem:
        raise Refused(f"The keyring is left as it is: {problem}.") from None
    keyring.reload()
