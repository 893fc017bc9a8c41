"""The letters about the end of an account: asked for, planned, overdue, over, called off."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Closing, ClosingState
from accounts.notices import Facts
from accounts.rules.closing import again
from accounts.rules.closing_steps import missing
from accounts.rules.standing import communications_staff
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/closing_asked")
def closing_asked(letter: Letter) -> Facts | None:
    """To Communications; dropped once it is answered."""
    closing = _closing(letter)
    return _about(closing, letter) if closing.state == ClosingState.ASKED else None


@outbox.letter("accounts/closing_begun")
def closing_begun(letter: Letter) -> Facts | None:
    """To everybody concerned: by when, why and what takes its place; dropped once it is over or called off."""
    closing = _closing(letter)
    return _about(closing, letter) if closing.state == ClosingState.UNDER_WAY else None


@outbox.letter("accounts/closing_due")
def closing_due(letter: Letter) -> Facts | None:
    """To Communications: its last day is over, and what is left to do; dropped once it is done."""
    closing = _closing(letter)
    return _about(closing, letter, missing=missing(closing)) if closing.is_late else None


@outbox.letter("accounts/closed")
def closed(letter: Letter) -> Facts:
    """To everybody it concerned: it is retired, or parked."""
    return _about(_closing(letter), letter)


@outbox.letter("accounts/closing_called_off")
def closing_called_off(letter: Letter) -> Facts:
    """To who asked for it and everybody concerned, with the reason."""
    return _about(_closing(letter), letter)


def _about(closing: Closing, letter: Letter, **more: Any) -> Facts:
    ours = any(one.pk == letter.to_id for one in communications_staff())
    reason = _("You are of Communications.") if ours else _("You look after this account, post there, or asked for it.")
    path = closing.get_absolute_url()
    facts = {"account": closing.account, "path": path, "reason": reason, "reference": closing.account.number}
    return {**facts, "closing": closing, "other": closing.replaced_by, **more}


def _closing(letter: Letter) -> Closing:
    return again(Closing.objects.get(pk=letter.ids["closing"]))
