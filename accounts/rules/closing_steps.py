"""The steps of an end: which there are, who ticks them, in which order, and what is still missing (E4.56, E4.57)."""

from django.utils.translation import gettext as _

from accounts.models import Closing, ClosingKind, ClosingState, ClosingStep, ClosingStepCode
from accounts.rules.closing import RULE
from accounts.rules.closing_plan import check_may_go, held_words
from accounts.rules.holds import is_held
from accounts.rules.standing import Standing
from registry.people.refusal import Refused, Stale

#: What who looks after it sees to as well, as long as it is used.
THEIRS = (ClosingStepCode.ANNOUNCED, ClosingStepCode.LAST_POST)


def needed(closing: Closing) -> list[ClosingStep]:
    """Its steps in their order; where it is only parked, its records stay where they are."""
    rows = closing.steps.select_related("done_by", "closing")
    keeps = closing.kind == ClosingKind.PARK
    return [row for row in rows if not (keeps and row.code == ClosingStepCode.ARCHIVED)]


def check_may_tick(standing: Standing, step: ClosingStep, *, done: bool = True) -> None:
    """Raise `Refused` unless they may tick it now: Communications, and who looks after it, that it was announced and
    that the last post is out. Nothing goes before it is kept, nor while it is under legal hold.
    """
    closing = step.closing
    if closing.state != ClosingState.UNDER_WAY:
        raise Stale(_("Nothing is under way here."))
    if not (standing.communications or (standing.looks_after and step.code in THEIRS)):
        raise Refused(_("Communications sees to this step."), rule="domain: who may do what")
    if step.code == ClosingStepCode.LAST_POST and not done and closing.stopped_at:
        raise Stale(_("Nobody posts any more. Call the end off, if it is to be used again."))
    if done and step.code in ClosingStepCode.after_stop() and not closing.stopped_at:
        raise Refused(_("First the last post, then nobody posts any more."), rule=RULE)
    if done and step.code == ClosingStepCode.GONE and closing.kind != ClosingKind.PARK:
        check_may_go(closing.account)
        if not closing.archive:
            raise Refused(_("First say where its records are kept: what is gone cannot be saved."), rule="E4.56")


def may_be_ticked(standing: Standing, step: ClosingStep) -> None:
    """Raise `Refused` unless it has a button for this person: to tick it, or to take its tick off."""
    check_may_tick(standing, step, done=step.done_at is None)


def check_may_keep(standing: Standing, closing: Closing) -> ClosingStep:
    """Raise `Refused` unless they may say where its records are kept; the step that is ticked by it."""
    row = closing.steps.filter(code=ClosingStepCode.ARCHIVED).first()
    if row is None:
        raise Stale(_("Nothing is under way here."))
    row.closing = closing
    check_may_tick(standing, row)
    return row


def check_is_a_tick(step: ClosingStep) -> None:
    """Raise `Refused` for the step that is done by saying where the records are kept."""
    if step.code == ClosingStepCode.ARCHIVED:
        raise Refused(_("Say where its records are kept: that ticks the step."), rule="E4.56")


def missing(closing: Closing) -> list[str]:
    """What must be done before it is over, a sentence each."""
    left = [_("Not done yet: %(step)s.") % {"step": step} for step in needed(closing) if not step.done_at]
    held = closing.kind != ClosingKind.PARK and is_held(closing.account)
    return [*left, held_words()] if held else left


def check_may_finish(standing: Standing, closing: Closing) -> None:
    """Raise `Refused` unless Communications may end it now, with everything that is missing."""
    if not standing.communications:
        raise Refused(_("Communications retires an account."), rule="domain: who may do what")
    if closing.state != ClosingState.UNDER_WAY:
        raise Stale(_("Nothing is under way here."))
    lacking = missing(closing)
    if lacking or not closing.stopped_at:
        raise Refused(" ".join(lacking) or _("Nobody has said that it is not used any more."), rule=RULE)
