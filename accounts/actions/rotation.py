"""Secrets that must change: opened with a reason, given to somebody, closed only by one that really changed."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.actions.words import LONGEST
from accounts.models import (
    Account,
    AccountState,
    BackupCustodian,
    CustodyState,
    Exposure,
    ReasonKind,
    Rotation,
    RotationReason,
)
from accounts.rules.reasons import Due, due_for, terms, too_old
from accounts.rules.renewal import must_lose, standing_reasons
from accounts.rules.standing import communications_staff
from registry import audit, outbox
from registry.calendar import due_after
from registry.people.models import User
from registry.people.refusal import Stale

About = User | Exposure | None


@audit.act()
def open_rotation(
    account: Account, *, field: str, reason: str, by: User | None, about: About = None, words: str = ""
) -> Rotation:
    """Have a secret changed, for a `ReasonKind`; `field` empty: everything one signs in with. `by=None` is the clock.

    `about`: who must lose it, a person or a declaration of knowledge. One rotation is open per account and field:
    another reason is added to it, the same one (kind and who) only once. `words` are kept: look them through first.
    Raises `Stale` where the account is retired.
    """
    account = locked(account)
    if account.state == AccountState.RETIRED:
        raise Stale(_("This account is closed."))
    kind = ReasonKind(reason)
    rotation = account.rotations.filter(field=field, closed_at=None).first()
    if rotation and _has(rotation, kind, about):
        return rotation
    due = due_after(terms().urgent_days if kind in ReasonKind.urgent() else terms().other_days)
    is_new = rotation is None
    rotation = rotation or Rotation.objects.create(account=account, field=field, due_on=due, opened_by=by)
    _add(rotation, kind, about, words, by)
    _owned(rotation, due)
    event = audit.Event.ROTATION_OPENED if is_new else audit.Event.ROTATION_REASON_ADDED
    facts = {
        "reason": kind.value,
        "due": rotation.due_on.isoformat(),
        "owner": rotation.owner.name if rotation.owner else "",
    }
    audit.record(event, by=by, on=account, field=_code(field), after=facts, reference=str(rotation.uuid))
    if is_new:
        _tell_owner(rotation, by)
    return rotation


@audit.act()
def open_due(*, by: User | None, person: User | None = None, account: Account | None = None) -> int:
    """Open what is due because of who knows it, of one person, one account, or altogether; returns how many reasons
    came up. Run it any number of times.
    """
    return _open_all(due_for(person=person, account=account), by)


def open_by_date(*, by: User | None = None) -> int:
    """The daily chore: all of that, classes that have graduated among it, and passwords that are too old."""
    done = 0
    for due in [*due_for(), *too_old()]:
        with audit.act():
            done += _open_all([due], by)
    return done


def _open_all(found: Iterable[Due], by: User | None) -> int:
    before = RotationReason.objects.count()
    for due in sorted(found, key=lambda each: each.account.pk):
        about = due.person or due.declaration
        open_rotation(due.account, field=due.field, reason=due.kind, about=about, by=by)
    return RotationReason.objects.count() - before


def _has(rotation: Rotation, kind: ReasonKind, about: About) -> bool:
    """Whether it is there already. Of a reason about nobody known, one of a kind is enough; a group counts once."""
    for row in standing_reasons(rotation):
        if row.kind != kind:
            continue
        if isinstance(about, User):
            if row.person_id == about.pk:
                return True
        elif about is None:
            if row.person_id is None and row.declaration is None:
                return True
        elif row.declaration and _is_same_group(row.declaration, about):
            return True
    return False


def _is_same_group(one: Exposure, other: Exposure) -> bool:
    return (one.described, one.class_year) == (other.described, other.class_year)


def _add(rotation: Rotation, kind: ReasonKind, about: About, words: str, by: User | None) -> None:
    RotationReason.objects.create(
        rotation=rotation, kind=kind, words=words[:LONGEST], added_by=by,
        person=about if isinstance(about, User) else None,
        declaration=about if isinstance(about, Exposure) else None,
    )  # fmt: skip


def _owned(rotation: Rotation, due: date) -> None:
    """Somebody who may do it owns it: custodian, else backup, else Communications; it is due by the earlier day."""
    losers = must_lose(rotation)
    owner = rotation.owner
    if owner is None or owner.pk in losers or not owner.is_active:
        rotation.owner = next((one for one in _candidates(rotation.account) if one.pk not in losers), None)
    rotation.due_on = min(rotation.due_on, due)
    rotation.save(update_fields=["owner", "due_on"])


def _candidates(account: Account) -> list[User]:
    held = account.custodies.filter(state=CustodyState.OPEN, interim=False).select_related("custodian")
    backups = BackupCustodian.objects.filter(account=account, ended_at=None).select_related("person")
    people = [*(row.custodian for row in held), *(row.person for row in backups), *communications_staff()]
    return [person for person in people if person.is_active]


def _code(field: str) -> str:
    return field or "sign_in_set"


def _tell_owner(rotation: Rotation, by: User | None) -> None:
    if rotation.owner and (by is None or rotation.owner_id != by.pk):
        key = f"rotation_opened:{rotation.uuid}:{rotation.owner_id}"
        outbox.post(
            "accounts/rotation_opened", to=rotation.owner, about=rotation.account, key=key, rotation=rotation.pk
        )
