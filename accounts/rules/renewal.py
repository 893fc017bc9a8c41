"""What closes a rotation: a secret that has really changed, and that nobody knows who must not (domain.md: rotation).

An edit of a note or of the login closes nothing, nor does the same password again, nor one set by who has left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    Holder,
    ReasonKind,
    Rotation,
    RotationReason,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.rules.knowing import KEYS, TRIED, Entrusted, entrusted, known_to
from accounts.rules.reasons import Due
from registry import clock
from registry.people.models import User

RULE = "domain: rotation"


@dataclass(frozen=True)
class Progress:
    """How far a rotation has come, step by step; why what is stored does not count, where that needs words.

    `is_tried`: somebody signs in with it, so somebody else verifies it; `has_sessions`: it has any to sign out; `left`:
    of several fields those that have not changed yet, by name.
    """

    version: SecretVersion | None = None
    changed: bool = False
    why_not: str = ""
    verified: bool = False
    sessions_out: bool = False
    is_tried: bool = True
    has_sessions: bool = True
    left: str = ""

    @property
    def done(self) -> bool:
        """Whether it may be closed."""
        return self.changed and self.verified and self.sessions_out


def must_lose(rotation: Rotation, trusted: Entrusted | None = None) -> set[object]:
    """Who must not know the new value: the people of its reasons, apart from those who may know the login today (a
    coach who was hired again, and looks after it again).
    """
    trusted = trusted or entrusted([rotation.account_id])
    return losers_among(rotation.account, standing_reasons(rotation), trusted)


def losers_among(account: Account, reasons: Iterable[RotationReason], trusted: Entrusted) -> set[object]:
    """The same, of the reasons that stand."""
    people = {row.person_id for row in reasons if row.person_id}
    return {person for person in people if not trusted.may_know(account, person)}


def standing_reasons(rotation: Rotation) -> list[RotationReason]:
    """Its reasons but for those that turned out to be none."""
    return [row for row in rotation.reasons.all() if row.withdrawn_at is None]


def code_of(field: str) -> str:
    """A rotation's field as the trail names it."""
    return field or "sign_in_set"


def has_reason(rotation: Rotation, reasons: Iterable[RotationReason], due: Due) -> bool:
    """Whether it is among these already: the same person or group, or nobody known, for the same kind of reason.

    Who is nobody known may have got in anew: after a deposit it is another reason, which that deposit does not answer.
    """
    same = [row.added_at for row in reasons if row.kind == due.kind and _who(row) == _who(due)]
    if not same or _who(due):
        return bool(same)
    left_since = Q(drop=None) | Q(drop__left_at__gt=max(same))
    since = rotation.account.secrets.filter(left_since, field__in=fields_of(rotation), deposited_at__gt=max(same))
    return not since.exists()


def say_the_same(one: RotationReason, other: RotationReason) -> bool:
    """Whether two reasons are one: the same kind, and the same person or group who must lose it; where that is nobody
    known, the same words of whoever added it, as each report is kept.
    """
    if one.kind != other.kind or _who(one) != _who(other):
        return False
    return bool(_who(one)) or (one.words, one.added_by_id) == (other.words, other.added_by_id)


def not_open_yet(found: Sequence[Due]) -> list[Due]:
    """Those of these that no open rotation has as a reason. The number of queries does not grow with them."""
    rows = Rotation.objects.filter(account__in={due.account.pk for due in found}, closed_at=None)
    reasons: dict[tuple[int, str], list[RotationReason]] = {}
    for row in rows.prefetch_related("reasons__declaration", "reasons__person"):
        reasons[row.account_id, row.field] = standing_reasons(row)
    return [due for due in found if not _is_open(due, reasons)]


def _is_open(due: Due, reasons: Mapping[tuple[int, str], list[RotationReason]]) -> bool:
    places = {due.field, ""} if due.field in KEYS else {due.field}
    rows = [row for place in places for row in reasons.get((due.account.pk, place), ())]
    same = [row.added_at for row in rows if row.kind == due.kind and _who(row) == _who(due)]
    return bool(same) and (due.since is None or max(same) >= due.since)


def _who(row: Due | RotationReason) -> tuple[object, ...]:
    if row.person:
        return (row.person.pk,)
    return (row.declaration.described, row.declaration.class_year) if row.declaration else ()


def fields_of(rotation: Rotation) -> list[str]:
    """The fields it is about: its own, or the password and every other key that is stored."""
    if rotation.field:
        return [rotation.field]
    stored = set(rotation.account.secrets.filter(is_current=True, field__in=KEYS).values_list("field", flat=True))
    return [field for field in KEYS if field in stored or field == SecretField.PASSWORD]


def progress(rotation: Rotation) -> Progress:
    """How far it has come: of several fields, the first that is not done."""
    fields = fields_of(rotation)
    parts = [_progress_of(rotation, field) for field in fields]
    now = next((part for part in parts if not part.done), parts[0])
    left = [
        str(SecretField(field).label).lower() for field, part in zip(fields, parts, strict=True) if not part.changed
    ]
    return replace(
        now, is_tried=not TRIED.isdisjoint(fields), has_sessions=SecretField.PASSWORD in fields,
        left=", ".join(left) if len(fields) > 1 else "",
    )  # fmt: skip


def _progress_of(rotation: Rotation, field: str) -> Progress:
    history = list(
        SecretVersion.objects.filter(account=rotation.account_id, field=field).select_related("deposited_by", "drop")
    )
    current = sorted((row for row in history if row.is_current), key=lambda row: row.deposited_at)
    if not current:
        return Progress(why_not=_("Nothing is stored."))
    losers = must_lose(rotation)
    why = _sign_up_words(rotation.account, field, losers)
    why = why or next((said for row in current if (said := _why_not(rotation, row, history, losers))), "")
    out = rotation.sessions_out_at
    return Progress(
        version=current[-1],
        changed=not why,
        why_not=why,
        verified=field not in TRIED or all(row.state == SecretState.VERIFIED for row in current),
        sessions_out=field != SecretField.PASSWORD or (out is not None and out >= current[0].deposited_at),
    )


def _why_not(rotation: Rotation, version: SecretVersion, history: Iterable[SecretVersion], losers: set[object]) -> str:
    """Why it does not count. Of a key its value must be new; of a mailbox, phone or device only whose it is must be."""
    reasons = standing_reasons(rotation)
    if not all(_is_newer(version, row) for row in reasons):
        return _("No new one was deposited yet.")
    is_key = version.field in KEYS
    if is_key and any(_is_same_value(version, old) for old in history if old.deposited_at < version.deposited_at):
        return _("This one was used here before. Make a new one.")
    if version.deposited_by_id in losers:
        return _("%(name)s deposited it, and must not know the new one.") % {"name": version.deposited_by.name}
    groups = [row.declaration for row in reasons if row.declaration]
    if is_key and known_to(version, losers, groups):
        return _("Somebody who must not know it has seen it.")
    if version.holder_person_id in losers:
        return _("It is still said to be theirs who must lose it.")
    personal = any(row.kind == ReasonKind.PERSONAL_CHANNEL for row in reasons)
    return _("It is not the district’s own.") if personal and version.holder != Holder.DISTRICT else ""


def _sign_up_words(account: Account, field: str, losers: set[object]) -> str:
    """That the sign-up address is still theirs who must lose the login: whoever gets its mail gets back in (E2.24)."""
    if field != SecretField.LOGIN or not account.email:
        return ""
    whose = next((one for one in User.objects.filter(email__iexact=account.email) if one.pk in losers), None)
    return _("The sign-up address is still %(name)s’s: change that, too.") % {"name": whose.name} if whose else ""


def _is_newer(version: SecretVersion, reason: RotationReason) -> bool:
    """Whether it was deposited, or left by a link, after the reason came up; or, where the reason is who knows the old
    one, was waiting to be tried by then: a change that is under way is not asked for twice.
    """
    made = version.drop.left_at if version.drop and version.drop.left_at else version.deposited_at
    if made >= reason.added_at:
        return True
    about_somebody = reason.person_id is not None or reason.declaration_id is not None
    return about_somebody and (version.verified_at or clock.now()) >= reason.added_at


def _is_same_value(one: SecretVersion, other: SecretVersion) -> bool:
    key = (one.fingerprint, one.fingerprint_kid)
    return bool(one.fingerprint) and key == (other.fingerprint, other.fingerprint_kid)
