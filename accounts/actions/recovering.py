"""Nobody can sign in: said, worked on step by step, over once a login works or it is given up (domain.md: lives)."""

from accounts.actions.locking import locked
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import (
    Account,
    AccountState,
    HandIn,
    LockedOut,
    Recovery,
    RecoveryOutcome,
    RecoveryStep,
    SecretField,
    SecretState,
)
from accounts.rules import recovering as rules
from accounts.rules.standing import communications_staff, standing_of
from accounts.rules.students import check_names_nobody
from accounts.telling import holders
from registry import audit, clock, outbox
from registry.audit import Event
from registry.people.models import User
from registry.people.refusal import Stale


@slips_are_noted
@audit.act()
def report_locked_out(account: Account, *, why: str, words: str, by: User) -> Recovery:
    """Say that nobody can sign in: an active account is locked out, the steps begin. Raises `Refused`, `SaysSecret`."""
    words = words.strip()[:LONGEST]
    rules.check_may_start(standing_of(account, by))
    check_says_no_secret(account, words, by=by)
    account = locked(account)
    rules.check_may_start(standing_of(account, by))
    check_names_nobody(words, "words")
    if account.state == AccountState.ACTIVE:
        _become(account, AccountState.LOCKED_OUT, Event.ACCOUNT_LOCKED_OUT, by=by)
    return start(account, why=why, words=words, by=by)


@audit.act()
def start(account: Account, *, why: str, by: User, words: str = "") -> Recovery:
    """Begin the steps, inside an act that holds the account: a hand-in that said so, or somebody who says it now."""
    recovery = Recovery.objects.create(account=account, why=LockedOut(why), words=words, opened_by=by)
    hand_in = HandIn.objects.filter(account=account).first()
    for number, text in enumerate(rules.steps_for(account, why, hand_in), 1):
        RecoveryStep.objects.create(recovery=recovery, position=number, text=text)
    facts = {"why": recovery.why, "steps": recovery.steps.count()}
    audit.record(Event.RECOVERY_OPENED, by=by, on=account, after=facts, reference=str(recovery.uuid))
    for person in _told(account, by):
        key = f"locked_out:{recovery.uuid}:{person.pk}"
        outbox.post("accounts/locked_out", to=person, about=account, key=key, recovery=recovery.pk)
    return recovery


@audit.act()
def tick(step: RecoveryStep, *, done: bool, by: User) -> RecoveryStep:
    """Tick a step, or take the tick off. Ticking what is ticked changes nothing. Raises `Refused`, `Stale`."""
    account = locked(step.recovery.account)
    step = RecoveryStep.objects.select_related("recovery").get(pk=step.pk)
    rules.check_may_work(standing_of(account, by))
    if step.recovery.closed_at:
        raise Stale(rules.is_over())
    if done == bool(step.done_at):
        return step
    step.done_at, step.done_by = (clock.now(), by) if done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    event = Event.RECOVERY_STEP if done else Event.RECOVERY_STEP_UNDONE
    reference = str(step.recovery.uuid)
    audit.record(event, by=by, on=account, after={"step": step.text, "done": done}, reference=reference)
    return step


@slips_are_noted
@audit.act()
def give_up(recovery: Recovery, *, why: str, by: User) -> Recovery:
    """Say that it will not come back, and why; the account stays as it is. Raises `Refused`, `Stale`, `SaysSecret`."""
    why = why.strip()[:LONGEST]
    rules.check_may_give_up(standing_of(recovery.account, by), why)
    check_says_no_secret(recovery.account, why, by=by)
    account = locked(recovery.account)
    recovery = Recovery.objects.get(pk=recovery.pk)
    rules.check_may_give_up(standing_of(account, by), why)
    if recovery.closed_at:
        raise Stale(rules.is_over())
    check_names_nobody(why, "why")
    _close(recovery, RecoveryOutcome.GIVEN_UP, why=why, by=by)
    reference = str(recovery.uuid)
    audit.record(Event.RECOVERY_GIVEN_UP, by=by, on=account, reason=why, reference=reference)
    return recovery


@audit.act()
def end_all(account: Account, *, why: str, by: User | None) -> None:
    """Give up what is under way of an account that has ended, inside an act that holds it; `by=None` is the clock."""
    for recovery in account.recoveries.filter(closed_at=None):
        _close(recovery, RecoveryOutcome.GIVEN_UP, why=why, by=by)
        audit.record(Event.RECOVERY_GIVEN_UP, by=by, on=account, reason=why, reference=str(recovery.uuid))


@audit.act()
def close_if_back(account: Account, *, by: User) -> None:
    """End it once somebody has signed in with what is stored, inside the act that says so: a locked account is active.

    A login and a password must be stored, and nothing of what one signs in with wait to be verified.
    """
    recovery = rules.open_recovery_of(account)
    stored = account.secrets.filter(is_current=True, field__in=SecretField.sign_in_set())
    states = dict(stored.values_list("field", "state"))
    works = set(states.values()) == {SecretState.VERIFIED} and {SecretField.LOGIN, SecretField.PASSWORD} <= set(states)
    if not works:
        return
    if recovery:
        _close(recovery, RecoveryOutcome.BACK, by=by)
        audit.record(Event.RECOVERY_CLOSED, by=by, on=account, reference=str(recovery.uuid))
    if account.state == AccountState.LOCKED_OUT:
        _become(account, AccountState.ACTIVE, Event.ACCOUNT_RECOVERED, by=by)


def _close(recovery: Recovery, outcome: str, *, by: User | None, why: str = "") -> None:
    recovery.outcome, recovery.closed_at, recovery.closed_by, recovery.closed_why = outcome, clock.now(), by, why
    recovery.save(update_fields=["outcome", "closed_at", "closed_by", "closed_why"])


def _become(account: Account, state: AccountState, event: Event, *, by: User) -> None:
    before = {"state": account.state}
    account.state = state
    account.save(update_fields=["state"])
    audit.record(event, by=by, on=account, before=before, after={"state": state.value})


def _told(account: Account, by: User) -> list[User]:
    people = {person.pk: person for person in [*communications_staff(), *holders(account)]}
    return [person for person in people.values() if person.pk != by.pk and person.is_active]
