"""Seeing a rotation through: whose it is, other sessions signed out, and its close once the secret really changed."""

from accounts.actions.locking import locked
from accounts.actions.owners import tell_owners
from accounts.models import Account, Rotation, SecretVersion
from accounts.rules import rotating as rules
from accounts.rules.renewal import code_of, progress
from registry import audit, clock
from registry.people.models import User


@audit.act()
def confirm_sessions_out(rotation: Rotation, *, by: User) -> Rotation:
    """Say that every other session was signed out on the platform after the change. Closes what is done by it.

    Raises `Refused`, `Stale`; a change comes first, because a session that is signed out with the old password returns.
    """
    account = locked(rotation.account)
    rotation = _again(rotation)
    rules.check_may_do(rotation, by)
    rules.check_has_changed(rotation)
    rotation.sessions_out_at, rotation.sessions_out_by = clock.now(), by
    rotation.save(update_fields=["sessions_out_at", "sessions_out_by"])
    audit.record(
        audit.Event.ROTATION_SESSIONS_OUT, by=by, on=account, field=code_of(rotation.field),
        reference=str(rotation.uuid),
    )  # fmt: skip
    close_done(account, by=by)
    return _again(rotation)


@audit.act()
def close_done(account: Account, *, by: User | None) -> list[Rotation]:
    """Close what has really changed, inside an act that holds the account; `by=None` is the clock. What it closed."""
    closed = []
    for rotation in account.rotations.filter(closed_at=None).prefetch_related("reasons__declaration"):
        now = progress(rotation)
        if not now.done or now.version is None:
            continue
        close(rotation, now.version, by=by)
        closed.append(rotation)
    return closed


@audit.act()
def close(rotation: Rotation, version: SecretVersion, *, by: User | None) -> None:
    """Write down that a rotation is done, by the version that is in force now."""
    rotation.closed_at, rotation.closed_by, rotation.closed_version = clock.now(), by, version
    rotation.save(update_fields=["closed_at", "closed_by", "closed_version"])
    audit.record(
        audit.Event.ROTATION_CLOSED, by=by, on=rotation.account, field=code_of(rotation.field), version=version.version,
        reference=str(rotation.uuid),
    )  # fmt: skip


@audit.act()
def assign(rotation: Rotation, *, person: User, by: User) -> Rotation:
    """Say who sees to it: somebody who may know the login and need not lose it. They are told. Raises `Refused`."""
    account = locked(rotation.account)
    rotation = _again(rotation)
    rules.check_may_assign(rotation, by)
    rules.check_can_own(rotation, person)
    if rotation.owner_id == person.pk:
        return rotation
    before = rotation.owner.name if rotation.owner else ""
    rotation.owner = person
    rotation.save(update_fields=["owner"])
    audit.record(
        audit.Event.ROTATION_ASSIGNED, by=by, on=account, field=code_of(rotation.field), before={"owner": before},
        after={"owner": person.name}, reference=str(rotation.uuid),
    )  # fmt: skip
    tell_owners([rotation], by=by)
    return rotation


def _again(rotation: Rotation) -> Rotation:
    rows = Rotation.objects.select_related("account__platform", "account__unit", "owner")
    return rows.prefetch_related("reasons__declaration").get(pk=rotation.pk)
