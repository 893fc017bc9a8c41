"""Secrets that must change: opened with a reason, given to somebody, closed only by one that really changed."""

from collections.abc import Iterable, Sequence
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
from accounts.rules.knowing import KEYS, knowledge
from accounts.rules.reasons import Due, due_for, terms, too_old
from accounts.rules.renewal import fields_of, must_lose, standing_reasons
from accounts.rules.standing import communications_staff
from registry import audit, clock, outbox
from registry.calendar import due_after
from registry.people.models import User
from registry.people.refusal import Stale

About = User | Exposure | None
#: Reasons that rest on what somebody knows.
OF_KNOWING = (ReasonKind.LEAVER, ReasonKind.CUSTODY_PASSED, ReasonKind.NOT_ENTRUSTED)


@audit.act()
def open_rotation(
    account: Account, *, field: str, reason: str, by: User | None, about: About = None, words: str = ""
) -> Rotation:
    """Have a secret changed, for a `ReasonKind`; `field` empty: everything one signs in with. `by=None` is the clock.

    `about`: who must lose it, a person or a declaration of knowledge. One rotation is open per account and field:
    another reason is added to it, the same one (kind and who) only once; where the whole sign-in is open, a
    key of it too. `words` are kept: look them through first.
    Raises `Stale` where the account is retired.
    """
    return _open(account, field, ReasonKind(reason), by, about, words)[0]


def _open(
    account: Account, field: str, kind: ReasonKind, by: User | None, about: About, words: str = ""
) -> tuple[Rotation, bool]:
    """The open rotation, and whether the reason is new to it."""
    account = locked(account)
    if account.state == AccountState.RETIRED:
        raise Stale(_("This account is closed."))
    fields = ("", field) if field in KEYS else (field,)  # the whole sign-in, where that must change, is all of its keys
    found = account.rotations.filter(field__in=fields, closed_at=None).select_related("owner")
    rotation = found.order_by("field").first()
    if rotation and _has(rotation, kind, about):
        return rotation, False
    due, event = _due(kind), audit.Event.ROTATION_REASON_ADDED
    if rotation is None:
        rotation = Rotation.objects.create(account=account, field=field, due_on=due, opened_by=by)
        event = audit.Event.ROTATION_OPENED
    before = (rotation.owner_id, rotation.due_on)
    _add(rotation, kind, about, words, by)
    _owned(rotation, due)
    facts = {"reason": kind.value, "due": rotation.due_on.isoformat(), "owner": str(rotation.owner or "")}
    audit.record(event, by=by, on=account, field=code_of(field), after=facts, reference=str(rotation.uuid))
    if event == audit.Event.ROTATION_OPENED or before != (rotation.owner_id, rotation.due_on):
        tell_owner(rotation, by=by)
    return rotation, True


def _due(kind: ReasonKind) -> date:
    said = terms()
    return due_after(said.urgent_days if kind in ReasonKind.urgent() else said.other_days)


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
    """In the accounts' order, as every act that takes several."""
    rows = sorted(found, key=lambda each: each.account.pk)
    return sum(_open(row.account, row.field, row.kind, by, row.person or row.declaration)[1] for row in rows)


def _has(rotation: Rotation, kind: ReasonKind, about: About) -> bool:
    """Whether it is there already: the same person or group, or nobody known, for the same kind of reason.

    Who is nobody known may have got in anew: after a deposit it is another reason, which that deposit does not answer.
    """
    rows = [row for row in standing_reasons(rotation) if row.kind == kind]
    same = [row for row in rows if _who(row.person or row.declaration) == _who(about)]
    newest = max((row.added_at for row in same), default=None)
    if newest is None or about is not None:
        return newest is not None
    since = rotation.account.secrets.filter(field__in=fields_of(rotation), deposited_at__gt=newest)
    return not since.exists()


def _who(about: About) -> tuple[object, ...]:
    if about is None:
        return ()
    return (about.pk,) if isinstance(about, User) else (about.described, about.class_year)


def _add(rotation: Rotation, kind: ReasonKind, about: About, words: str, by: User | None) -> None:
    RotationReason.objects.create(
        rotation=rotation, kind=kind, words=words[:LONGEST], added_by=by,
        person=about if isinstance(about, User) else None,
        declaration=about if isinstance(about, Exposure) else None,
    )  # fmt: skip


def _owned(rotation: Rotation, due: date) -> None:
    """Somebody who may do it owns it, and it is due by the earlier day."""
    rotation.owner, rotation.due_on = owner_for(rotation), min(rotation.due_on, due)
    rotation.save(update_fields=["owner", "due_on"])


def owner_for(rotation: Rotation) -> User | None:
    """Who sees to it: its owner while they may; else the custodian, the backup, or the first of Communications."""
    losers, owner = must_lose(rotation), [rotation.owner] if rotation.owner else []
    people = [*owner, *_candidates(rotation.account)]
    return next((one for one in people if one.is_active and one.pk not in losers), None)


def _candidates(account: Account) -> list[User]:
    held = account.custodies.filter(state__in=CustodyState.in_hand(), interim=False).order_by("state")
    held = held.select_related("custodian")  # "accepted" before "open": the taker of a handoff before its giver
    backups = BackupCustodian.objects.filter(account=account, ended_at=None).select_related("person")
    return [*(row.custodian for row in held), *(row.person for row in backups), *communications_staff()]


def code_of(field: str) -> str:
    """A rotation's field as the trail names it."""
    return field or "sign_in_set"


@audit.act()
def drop_reasons(account: Account, struck: Sequence[Exposure], *, by: User) -> None:
    """Take back the reasons that rested on declarations that were struck, inside an act that holds the account.

    Who knows it some other way stays a reason. A rotation without any reason left is dropped.
    """
    open_due(account=account, by=by)
    for rotation in account.rotations.filter(closed_at=None).prefetch_related("reasons__declaration"):
        for row in standing_reasons(rotation):
            if _rested_on(row, rotation, struck):
                row.withdrawn_at = clock.now()
                row.save(update_fields=["withdrawn_at"])
        if not standing_reasons(rotation):
            _drop(rotation, by)


def _rested_on(row: RotationReason, rotation: Rotation, struck: Sequence[Exposure]) -> bool:
    if row.declaration:
        return row.declaration in struck
    if rotation.field not in KEYS or row.kind not in OF_KNOWING:
        return False  # their mailbox or device, or an incident with them: no declaration is behind that
    if row.person_id not in {each.person_id for each in struck if each.person_id}:
        return False
    return not knowledge().filter(person=row.person, secret__account=rotation.account_id).exists()


@audit.act()
def forget_reason(account: Account, kind: ReasonKind, person: User, *, why: str, by: User | None) -> None:
    """Take back that somebody must lose it, inside an act that holds the account; a rotation without any reason left is
    dropped, `why` in words.
    """
    for rotation in account.rotations.filter(closed_at=None).prefetch_related("reasons__declaration"):
        for row in standing_reasons(rotation):
            if row.kind == kind and row.person_id == person.pk:
                row.withdrawn_at = clock.now()
                row.save(update_fields=["withdrawn_at"])
        if not standing_reasons(rotation):
            _drop(rotation, by, why)


def _drop(rotation: Rotation, by: User | None, why: str = "") -> None:
    rotation.closed_at, rotation.closed_by = clock.now(), by
    rotation.dropped_why = why or _("What it rested on turned out to be wrong.")
    rotation.save(update_fields=["closed_at", "closed_by", "dropped_why"])
    audit.record(
        audit.Event.ROTATION_DROPPED, by=by, on=rotation.account, field=code_of(rotation.field),
        reason=rotation.dropped_why, reference=str(rotation.uuid),
    )  # fmt: skip


@audit.act()
def tell_owner(rotation: Rotation, *, by: User | None) -> None:
    """Write to who sees to it, unless they opened or took it themselves; once a day."""
    if rotation.owner and (by is None or rotation.owner_id != by.pk):
        key = f"rotation_opened:{rotation.uuid}:{rotation.owner_id}:{clock.today()}"
        outbox.post(
            "accounts/rotation_opened", to=rotation.owner, about=rotation.account, key=key, rotation=rotation.pk
        )
