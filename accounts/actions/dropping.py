"""A rotation that need not be done after all: what it rested on was wrong, or there is nothing left to change."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.actions.rotation import open_due
from accounts.models import Account, Exposure, ReasonKind, Rotation, RotationReason
from accounts.rules.knowing import KEYS, knowledge
from accounts.rules.renewal import code_of, standing_reasons
from registry import audit, clock, outbox
from registry.people.models import User

#: Reasons that rest on what somebody knows.
OF_KNOWING = (ReasonKind.LEAVER, ReasonKind.CUSTODY_PASSED, ReasonKind.NOT_ENTRUSTED)


@audit.act()
def drop(rotation: Rotation, *, why: str, by: User | None) -> None:
    """Close a rotation that nobody has to do any more, inside an act that holds its account; its owner is told."""
    rotation.closed_at, rotation.closed_by, rotation.dropped_why = clock.now(), by, why
    rotation.save(update_fields=["closed_at", "closed_by", "dropped_why"])
    audit.record(
        audit.Event.ROTATION_DROPPED, by=by, on=rotation.account, field=code_of(rotation.field), reason=why,
        reference=str(rotation.uuid),
    )  # fmt: skip
    if rotation.owner and (by is None or rotation.owner_id != by.pk):
        outbox.post(
            "accounts/rotation_dropped", to=rotation.owner, about=rotation.account,
            key=f"rotation_dropped:{rotation.uuid}", rotation=rotation.pk,
        )  # fmt: skip


@audit.act()
def drop_all(account: Account, *, why: str, by: User | None) -> None:
    """The same with every rotation of an account that is retired: nobody gets in by anything any more."""
    for rotation in account.rotations.filter(closed_at=None).select_related("owner").order_by("pk"):
        drop(rotation, why=why, by=by)


@audit.act()
def drop_reasons(account: Account, struck: Sequence[Exposure], *, by: User) -> None:
    """Take back the reasons that rested on declarations that were struck, inside an act that holds the account.

    Who knows it some other way stays a reason. A rotation without any reason left is dropped.
    """
    open_due(account=account, by=by)
    rows = account.rotations.filter(closed_at=None).select_related("owner").prefetch_related("reasons__declaration")
    for rotation in rows:
        left = [row for row in standing_reasons(rotation) if not _rested_on(row, rotation, struck)]
        for row in standing_reasons(rotation):
            if row not in left:
                row.withdrawn_at = clock.now()
                row.save(update_fields=["withdrawn_at"])
        if not left:
            drop(rotation, why=_("What it rested on turned out to be wrong."), by=by)


@audit.act()
def forget_reason(account: Account, kind: ReasonKind, person: User, *, why: str, by: User | None) -> None:
    """Take back that somebody must lose it, inside an act that holds the account; a rotation without any reason left is
    dropped, `why` in words.
    """
    rows = account.rotations.filter(closed_at=None).select_related("owner").prefetch_related("reasons__declaration")
    for rotation in rows:
        standing = standing_reasons(rotation)
        forgotten = [row for row in standing if row.kind == kind and row.person_id == person.pk]
        for row in forgotten:
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
        if standing and len(forgotten) == len(standing):
            drop(rotation, why=why, by=by)


def _rested_on(row: RotationReason, rotation: Rotation, struck: Sequence[Exposure]) -> bool:
    if row.declaration:
        return row.declaration in struck
    if rotation.field not in ("", *KEYS) or row.kind not in OF_KNOWING:
        return False  # their mailbox or device, or an incident with them: no declaration is behind that
    if row.person_id not in {each.person_id for each in struck if each.person_id}:
        return False
    return not knowledge().filter(person=row.person, secret__account=rotation.account_id).exists()
