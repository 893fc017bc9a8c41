"""Recovery drills: a sample is drawn each school year, somebody of Communications tries it, and what fails is work."""

import secrets
from datetime import date

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.actions.rotation import open_rotation
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import (
    Account,
    AccountState,
    CustodyState,
    Drill,
    DrillRound,
    DrillState,
    DrillStep,
    ProofPlan,
    ReasonKind,
    RoleLevel,
    SecretField,
)
from accounts.rules import control
from accounts.rules import drills as rules
from accounts.rules.standing import Standing, communications_staff, standing_of
from registry import audit, clock, outbox
from registry.calendar import WorkingDays
from registry.people.models import User
from registry.people.refusal import Refused


def draw_due(*, by: User | None = None, seed: str = "") -> int:
    """Draw this school year's sample, once: how many accounts were drawn now. `seed` says which sample; else chance.

    Nothing is drawn while no account is active, so that the first year is not spent on an empty register.
    """
    year = rules.school_year(clock.today())
    if DrillRound.objects.filter(year=year).exists() or not rules.drawn_from().exists():
        return 0
    with audit.act():
        return _draw(year, seed or secrets.token_hex(8), by=by)


def _draw(year: int, seed: str, *, by: User | None) -> int:
    free = rules.drawn_from().exclude(drills__state=DrillState.OPEN)
    plan, numbers = control.proof_plan(), list(free.values_list("pk", flat=True))
    chosen = rules.draw(numbers, size=plan.drill_size, seed=seed)
    drawn, is_new = DrillRound.objects.get_or_create(
        year=year, defaults={"seed": seed, "population": len(numbers), "size": len(chosen)}
    )
    if not is_new:  # another run of the chore was first
        return 0
    due = WorkingDays().after(plan.drill_days, clock.today())
    for account in Account.objects.filter(pk__in=chosen).select_related("platform", "unit").order_by("pk"):
        _open(account, due, by=by, drawn=drawn)
    for person in communications_staff():
        outbox.post("accounts/drills_drawn", to=person, about=None, key=f"drills:{year}:{person.pk}", round=drawn.pk)
    return len(chosen)


def _open(account: Account, due: date, *, by: User | None, drawn: DrillRound | None) -> Drill:
    drill: Drill = Drill.objects.create(account=account, round=drawn, opened_by=by, due_on=due)
    facts = {"year": drawn.year, "of": drawn.population} if drawn else {}
    event = audit.Event.DRILL_DRAWN if drawn else audit.Event.DRILL_STARTED
    audit.record(event, by=by, on=account, after={**facts, "due": due.isoformat()})
    return drill


@audit.act()
def start(account: Account, *, by: User) -> Drill:
    """Ask for a drill of an account that nobody drew, such as after one that failed. Raises `Refused`, `Stale`."""
    account = locked(account)
    rules.check_may_start(standing_of(account, by))
    return _open(account, WorkingDays().after(control.proof_plan().drill_days, clock.today()), by=by, drawn=None)


@audit.act()
def passed(drill: Drill, *, minutes: int, by: User) -> Drill:
    """Say that one got in with what is stored, in so many minutes. Raises `Refused`, `Stale`."""
    account, drill = locked(drill.account), Drill.objects.get(pk=drill.pk)
    rules.check_may_pass(standing_of(account, by), drill)
    _close(drill, DrillState.PASSED, by=by, minutes=minutes)
    audit.record(audit.Event.DRILL_PASSED, by=by, on=account, after={"minutes": minutes})
    return drill


@slips_are_noted
@audit.act()
def failed(drill: Drill, *, step: str, minutes: int, by: User, note: str = "") -> Drill:
    """Say at which step one did not get in. The custodian and Communications are told; getting back in is work that
    stays until another drill of the account is passed. Raises `Refused`, `Stale`.
    """
    note = note.strip()[:LONGEST]
    standing = standing_of(drill.account, by)
    _check_failed(standing, drill, step)
    check_says_no_secret(drill.account, note, by=by)
    account, drill = locked(drill.account), Drill.objects.get(pk=drill.pk)
    _check_failed(standing_of(account, by), drill, step)
    _close(drill, DrillState.FAILED, by=by, minutes=minutes, step=step, note=note)
    audit.record(
        audit.Event.DRILL_FAILED, by=by, on=account, after={"step": step, "minutes": minutes}, reason_code=step,
        reason=note,
    )  # fmt: skip
    _open_work(account, step, by=by)
    _tell_failed(account, drill, by)
    return drill


def _check_failed(standing: Standing, drill: Drill, step: str) -> None:
    rules.check_may_drill(standing, drill)
    if step not in rules.steps_for(standing.account):
        raise Refused(_("Say at which step it ended."), rule="domain: recovery map")


def _close(drill: Drill, state: DrillState, *, by: User | None, **how: object) -> None:
    drill.state, drill.closed_at, drill.closed_by = state, clock.now(), by
    for name, value in how.items():
        setattr(drill, name, value)
    drill.save(update_fields=["state", "closed_at", "closed_by", *how])


def _open_work(account: Account, step: str, *, by: User) -> None:
    """What must change so that one gets in again: a refused password, by rotation; roles are seen again at once."""
    if step == DrillStep.LOGIN:
        open_rotation(account, field=SecretField.PASSWORD, reason=ReasonKind.DRILL_FAILED, by=by)
    if step == DrillStep.ROLE:
        full = control.seen(account).filter(level=RoleLevel.FULL, person__in=communications_staff())
        full.update(prove_by=clock.today(), asked_at=None)


def _tell_failed(account: Account, drill: Drill, by: User) -> None:
    held = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian")
    people = [*communications_staff(), *(row.custodian for row in held)]
    for person in {each.pk: each for each in people if each.pk != by.pk}.values():
        key = f"drill_failed:{drill.pk}:{person.pk}"
        outbox.post("accounts/drill_failed", to=person, about=account, key=key, drill=drill.pk)


def drop_moot(*, by: User | None = None) -> int:
    """Close the open drills of accounts that are no longer active. How many."""
    moot = Drill.objects.filter(state=DrillState.OPEN).exclude(account__state=AccountState.ACTIVE)
    dropped = 0
    for drill in moot.select_related("account"):
        with audit.act():
            dropped += _drop(drill, by=by)
    return dropped


def _drop(drill: Drill, *, by: User | None) -> int:
    account, drill = locked(drill.account), Drill.objects.get(pk=drill.pk)
    if drill.state != DrillState.OPEN or account.state == AccountState.ACTIVE:
        return 0
    _close(drill, DrillState.DROPPED, by=by)
    audit.record(audit.Event.DRILL_DROPPED, by=by, on=account)
    return 1


@audit.act()
def plan(*, drill_size: int, drill_days: int, role_months: int, by: User) -> ProofPlan:
    """Say how often it is proven that one can get in, from now on; dates that are set stay. Raises `Refused`."""
    rules.check_may_plan(by)
    before = control.proof_plan()
    said = {"drill_size": drill_size, "drill_days": drill_days, "role_months": role_months}
    row, _new = ProofPlan.objects.update_or_create(pk=1, defaults=said)
    was = {name: getattr(before, name) for name in said}
    audit.record(audit.Event.DRILLS_PLANNED, by=by, before=was, after=said)
    return row
