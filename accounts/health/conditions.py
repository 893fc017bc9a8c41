"""Each reason as a condition in SQL: the rows that give it. `computing` asks all of them in one query."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from accounts.health.reasons import Code
from accounts.health.school_year import of_campaigns, resting, without_a_word
from accounts.health.silence import silent
from accounts.health.terms import Limits, before, scopes
from accounts.models import (
    Account,
    BackupCustodian,
    Custody,
    CustodyState,
    Drill,
    DrillState,
    FactorKind,
    Holder,
    Reveal,
    RoleHolder,
    RoleLevel,
    Rotation,
    SecretField,
    SecretState,
    SecretVersion,
    SignsIn,
)
from accounts.rules.control import in_force
from accounts.rules.drills import DONE
from accounts.rules.lifecycle import OUTSIDE
from registry.people.models import Absence, User

Rows = QuerySet[Any]
_stored = SecretVersion.objects.filter(is_current=True)
_roles = RoleHolder.objects.filter(ended_at=None)
_codes = _stored.filter(field=SecretField.BACKUP_CODE)


@lru_cache(maxsize=4)
def conditions(today: date, staff: tuple[Any, ...], limits: tuple[Limits, ...]) -> tuple[tuple[Code, Rows], ...]:
    """Every reason that is found in rows, with the rows that give it, of all accounts; of accounts themselves, or of
    what belongs to one. More than one may name the same reason; which of them are about shared logins, and which about
    roles, `reasons` says. `staff` are the keys of Communications today.

    Remembered for a day and its people and limits: making the queries takes longer than asking them.
    """
    found = [*_of_login(today), *_weak(), *_of_roles(today, staff), *_of_people(today)]
    found += [(Code.PACKET_LATE, of_campaigns(today)), (Code.RESTING, resting(today))]
    return (*found, *(each for row, here in scopes(limits) for each in _too_long(today, row, here)))


def _of_login(today: date) -> Iterator[tuple[Code, Rows]]:
    waiting = _stored.filter(field__in=SecretField.sign_in_set(), state=SecretState.DEPOSITED)
    late = _stored.filter(field__in=(*SecretField.channels(), SecretField.SECOND_FACTOR), replace_by__lt=today)
    both = Exists(_of_it(SecretField.LOGIN)), Exists(_of_it(SecretField.PASSWORD))
    yield Code.NO_LOGIN, Account.objects.exclude(*both)
    yield Code.UNVERIFIED, waiting
    yield Code.OUTSIDE, _stored.filter(OUTSIDE)
    yield Code.PHONE, _stored.filter(field=SecretField.RECOVERY_PHONE, replace_by__isnull=False)
    yield Code.CHANNEL_LATE, late
    yield Code.CODES_LOW, _codes.filter(~Exists(_three_codes()), used_at__isnull=False)


def _weak() -> Iterator[tuple[Code, Rows]]:
    """Where Communications may not get in by the vault, or a way is somebody's who has left: the map is drawn."""
    factor = _stored.filter(field=SecretField.SECOND_FACTOR).exclude(factor_kind=FactorKind.NONE)
    factor = factor.exclude(~Q(factor_kind=FactorKind.BACKUP_CODES), holder=Holder.DISTRICT)
    seed, left = _beside(SecretField.SEED), _beside(SecretField.BACKUP_CODE).filter(used_at=None)
    yield Code.MAP, factor.filter(~Exists(seed), ~Exists(left))
    yield Code.MAP, _stored.filter(field__in=SecretField.channels(), holder_person__is_active=False)
    yield Code.MAP, Account.objects.filter(Exists(User.objects.filter(is_active=False, email=Lower(OuterRef("email")))))


def _of_roles(today: date, staff: tuple[Any, ...]) -> Iterator[tuple[Code, Rows]]:
    standing = _roles.filter(to_remove_since=None)
    full = standing.filter(level=RoleLevel.FULL)
    own = full.filter(signs_in=SignsIn.OWN).exclude(Exists(_another(full)))
    proven = RoleHolder.objects.filter(
        in_force(), account=OuterRef("pk"), level=RoleLevel.FULL, proven_at__isnull=False
    )
    two = proven.order_by().values("account").annotate(n=Count("pk")).filter(n__gt=1)
    yield Code.CONTROL, Account.objects.exclude(Exists(proven.filter(person__in=staff)), Exists(two))
    yield Code.ROLE_LEFT, _roles.filter(to_remove_since__isnull=False)
    yield Code.OWN_PROFILE, own
    yield Code.CONTROL_LATE, standing.filter(person__in=staff, prove_by__lt=today)


def _of_people(today: date) -> Iterator[tuple[Code, Rows]]:
    held = Custody.objects.filter(state=CustodyState.OPEN)
    away = Absence.objects.on(today).values("person")
    there = BackupCustodian.objects.filter(account=OuterRef("account"), ended_at=None, person__is_active=True)
    rotations = Rotation.objects.filter(closed_at=None)
    yield Code.NO_CUSTODIAN, held.filter(interim=True)
    yield Code.CUSTODIAN_AWAY, held.filter(~Exists(there.exclude(person__in=away)), custodian__in=away)
    yield Code.ROTATION, rotations
    yield Code.ROTATION_LATE, rotations.filter(due_on__lt=today)
    yield Code.DRILL_FAILED, _failed_last()


def _too_long(today: date, terms: Limits, here: Q) -> Iterator[tuple[Code, Rows]]:
    """What is a reason only once it has lasted for longer than the district allows `here`."""
    waiting = _stored.filter(here, field__in=SecretField.sign_in_set(), state=SecretState.DEPOSITED)
    held = Custody.objects.filter(here, state=CustodyState.OPEN, interim=True)
    yield Code.UNVERIFIED_LONG, waiting.filter(deposited_at__lt=before(terms.verify_days, today))
    yield Code.NO_CUSTODIAN_LONG, held.filter(offered_at__lt=before(terms.custodian_days, today))
    if terms.attest_days is not None:
        yield Code.ATTEST_LATE, without_a_word(today, terms.attest_days).filter(here)
    if terms.silent_days is not None:
        yield Code.SILENT, silent(today, terms.silent_days).filter(here)
    if terms.checked_days is None:
        return
    since, of_it = before(terms.checked_days, today), {"account": OuterRef("account")}
    worked = Reveal.objects.filter(**of_it, field="", worked=True, at__gte=since)
    drilled = Drill.objects.filter(**of_it, state=DrillState.PASSED, closed_at__gte=since)
    password = _stored.filter(here, field=SecretField.PASSWORD, state=SecretState.VERIFIED, verified_at__lt=since)
    yield Code.UNCHECKED, password.filter(~Exists(worked), ~Exists(drilled))


def _of_it(field: str) -> QuerySet[SecretVersion]:
    return SecretVersion.objects.filter(account=OuterRef("pk"), is_current=True, field=field)


def _beside(field: str) -> QuerySet[SecretVersion]:
    return SecretVersion.objects.filter(account=OuterRef("account"), is_current=True, field=field)


def _three_codes() -> Any:
    """Three unused codes: they do not run low yet (replacing.run_low)."""
    left = _beside(SecretField.BACKUP_CODE).filter(used_at=None)
    return left.order_by().values("account").annotate(n=Count("pk")).filter(n__gt=2)


def _another(full: QuerySet[RoleHolder]) -> QuerySet[RoleHolder]:
    return full.filter(account=OuterRef("account")).exclude(pk=OuterRef("pk"))


def _failed_last() -> QuerySet[Drill]:
    """The last drill of an account that somebody tried, where it failed."""
    later = Q(closed_at__gt=OuterRef("closed_at")) | Q(closed_at=OuterRef("closed_at"), pk__gt=OuterRef("pk"))
    done = Drill.objects.filter(later, account=OuterRef("account"), state__in=DONE)
    return Drill.objects.filter(~Exists(done), state=DrillState.FAILED)
