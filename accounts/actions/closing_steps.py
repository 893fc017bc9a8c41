"""The steps of an end are ticked one by one; with the last post, or the last day, nobody posts any more."""

from accounts.actions.locking import held_closing
from accounts.actions.stopping import stop
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, Closing, ClosingStep, ClosingStepCode
from accounts.rules import closing_steps as rules
from accounts.rules.custody import check_says_why
from accounts.rules.standing import standing_of
from accounts.rules.students import check_names_nobody
from registry import audit, clock
from registry.people.models import User


@slips_are_noted
@audit.act()
def tick_closing(step: ClosingStep, *, done: bool, by: User, note: str = "") -> ClosingStep:
    """Tick a step, or take the tick off; a `note` says why it cannot be done. Ticking what is ticked changes nothing.

    Raises `Refused`, `Stale`, `SaysSecret`.
    """
    note = note.strip()[:LONGEST] if done else ""
    rules.check_is_a_tick(step)
    rules.check_may_tick(standing_of(step.closing.account, by), step, done=done)
    check_names_nobody(note, "note")
    check_says_no_secret(step.closing.account, note, by=by)
    account, closing = held_closing(step.closing)
    step = ClosingStep.objects.get(pk=step.pk)
    step.closing = closing
    rules.check_may_tick(standing_of(account, by), step, done=done)
    return _set(step, account, done=done, note=note, by=by)


@slips_are_noted
@audit.act()
def keep_archive(closing: Closing, *, archive: str, by: User) -> Closing:
    """Say where its records are kept, and tick that step: without it nothing goes (E4.56). Raises as `tick_closing`."""
    archive = archive.strip()[:LONGEST]
    rules.check_may_keep(standing_of(closing.account, by), closing)
    check_says_why(archive)
    check_names_nobody(archive, "archive")
    check_says_no_secret(closing.account, archive, by=by)
    account, closing = held_closing(closing)
    step = rules.check_may_keep(standing_of(account, by), closing)
    closing.archive = archive
    closing.save(update_fields=["archive"])
    _set(step, account, done=True, note="", by=by, archive=archive)
    return closing


@audit.act()
def _set(step: ClosingStep, account: Account, *, done: bool, note: str, by: User, archive: str = "") -> ClosingStep:
    if done == bool(step.done_at) and not archive:
        return step
    step.done_at, step.done_by, step.note = (clock.now(), by, note) if done else (None, None, "")
    step.save(update_fields=["done_at", "done_by", "note"])
    facts = {"step": step.code, "done": done} | ({"archive": archive} if archive else {})
    event = audit.Event.CLOSING_STEP if done else audit.Event.CLOSING_STEP_UNDONE
    audit.record(event, by=by, on=account, after=facts, reason=note)
    if done and step.code == ClosingStepCode.LAST_POST and not step.closing.stopped_at:
        stop(account, step.closing, by=by)
    return step
