"""A deposit is tried by somebody else: it works, or it is refused and loses nothing (II.7, E2.27).

What nobody may open any more is destroyed in time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.actions.locking import locked
from accounts.actions.recovering import close_if_back
from accounts.actions.renewal import close_done
from accounts.actions.superseding import supersede
from accounts.actions.words import check_says_no_secret, slips_are_noted
from accounts.models import Account, AccountState, SecretField, SecretState, SecretVersion
from accounts.rules import credentials as rules
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox
from registry.people import proof as proofs
from registry.people.models import User

#: How long a superseded value is kept after its successor is verified (domain.md: secret version).
KEPT = timedelta(days=30)


@audit.act()
def verify(account: Account, *, by: User, proof: proofs.Proof | None) -> list[SecretVersion]:
    """Say that the deposits that wait do get one in. What they replace is superseded. Raises `Refused`."""
    account = locked(account)
    versions = rules.to_verify(account)
    rules.check_may_verify(standing_of(account, by), versions)
    proofs.check_fresh(proof, by, proofs.DECISION_MINUTES)
    now = clock.now()
    for version in versions:
        version.state, version.verified_at, version.verified_by = SecretState.VERIFIED, now, by
        version.save(update_fields=["state", "verified_at", "verified_by"])
        audit.record(audit.Event.SECRET_VERIFIED, by=by, on=account, field=version.field, version=version.version)
        _supersede_older(version, by)
    close_done(account, by=by)
    close_if_back(account, by=by)
    _tell_depositors("accounts/verified", account, versions, by)
    return versions


@slips_are_noted
@audit.act()
def refuse(account: Account, *, why: str, seen: Collection[int], by: User) -> list[SecretVersion]:
    """Say that the deposits that wait do not get one in; what was verified last is current again.

    `seen` are the ids of the versions on the page: a newer deposit was tried by nobody. Raises `Refused`, `Stale`.
    """
    why = why.strip()[:200]
    _check_refusal(account, seen, why, by)
    check_says_no_secret(account, why, by=by)
    account = locked(account)
    versions = _check_refusal(account, seen, why, by)
    for version in versions:
        version.state, version.is_current = SecretState.REFUSED, False
        version.refused_at, version.refused_by, version.refused_why = clock.now(), by, why
        version.save(update_fields=["state", "is_current", "refused_at", "refused_by", "refused_why"])
        restored = _bring_back(version)
        facts = {"current": restored.version} if restored else None
        audit.record(
            audit.Event.SECRET_REFUSED, by=by, on=account, field=version.field, version=version.version,
            reason=version.refused_why, after=facts,
        )  # fmt: skip
    _tell_depositors("accounts/refused", account, versions, by)
    return versions


def _check_refusal(account: Account, seen: Collection[int], why: str, by: User) -> list[SecretVersion]:
    versions = rules.to_verify(account)
    rules.check_may_refuse(standing_of(account, by), versions, why)
    rules.check_are_those_seen(versions, seen)
    return versions


@audit.act()
def destroy_due(now: datetime | None = None, *, by: User | None = None) -> int:
    """Destroy values that nobody may open any more, 30 days on; rows and fingerprints stay. Returns how many."""
    now = now or clock.now()
    return _destroy(_due(now - KEPT), now, by)


@audit.act()
def destroy_at_once(account: Account, *, by: User) -> int:
    """The same with what an account had that was compromised, inside an act that holds it: nobody waits 30 days."""
    over = account.secrets.filter(state__in=(SecretState.SUPERSEDED, SecretState.REFUSED))
    return _destroy(over, clock.now(), by)


def _destroy(which: QuerySet[SecretVersion], now: datetime, by: User | None) -> int:
    rows = list(which.select_for_update(of=("self",), no_key=True).select_related("account__platform"))
    for row in rows:
        row.state, row.destroyed_at, row.blob, row.wrapped_key = SecretState.DESTROYED, now, b"", b""
        row.save(update_fields=["state", "destroyed_at", "blob", "wrapped_key"])
        audit.record(
            audit.Event.SECRET_DESTROYED, by=by, on=row.account, field=row.field, version=row.version,
            after={"slot": row.slot},
        )  # fmt: skip
    return len(rows)


def _due(limit: datetime) -> QuerySet[SecretVersion]:
    successor = SecretVersion.objects.filter(
        account=OuterRef("account"), field=OuterRef("field"), slot=OuterRef("slot"), version__gt=OuterRef("version"),
        verified_at__lte=limit,
    )  # fmt: skip
    signs_in = Q(field__in=SecretField.sign_in_set())
    over = Q(account__state=AccountState.RETIRED)
    superseded = Q(state=SecretState.SUPERSEDED, superseded_at__lte=limit) & (~signs_in | over | Exists(successor))
    refused = Q(state=SecretState.REFUSED, refused_at__lte=limit)
    taken_out = Q(state=SecretState.SUPERSEDED, out_of_use_at__lte=limit)
    return SecretVersion.objects.filter(superseded | refused | taken_out).order_by(F("pk"))


def _supersede_older(version: SecretVersion, by: User) -> None:
    older = SecretVersion.objects.filter(
        account=version.account, field=version.field, slot=version.slot, state=SecretState.VERIFIED, is_current=False
    ).select_related("account__platform")
    for row in older:
        supersede(row, by=by)


def _bring_back(refused: SecretVersion) -> SecretVersion | None:
    rows = SecretVersion.objects.filter(
        account=refused.account, field=refused.field, slot=refused.slot, state=SecretState.VERIFIED
    )
    last = rows.order_by("-version").first()
    if last:
        last.is_current = True
        last.save(update_fields=["is_current"])
    return last


def _tell_depositors(template: str, account: Account, versions: list[SecretVersion], by: User) -> None:
    last = max(version.pk for version in versions)
    people = {version.deposited_by_id: version.deposited_by for version in versions}
    if template == "accounts/refused":
        people |= {person.pk: person for person in communications_staff()}
    for person in people.values():
        if person.pk != by.pk:
            key = f"{template.split('/')[1]}:{last}:{person.pk}"
            outbox.post(template, to=person, about=account, key=key, account=account.pk, version=last)
